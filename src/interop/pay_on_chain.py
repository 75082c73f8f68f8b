"""Pays an order with a real token transfer on a real chain, and proves it, with the published SDK."""

from paired_client import client, error_of, market, order, report, settings, status_of, token
from peaq_os_sdk.orchestration.types.market_order import ExecuteMarketOrderRequest
from peaq_os_sdk.orchestration.types.payment import (
    CreatePaymentIntentRequest,
    PaymentIntentRailOptions,
    SubmitPaymentProofRequest,
)

transfer_abi = [
    {
        "type": "function",
        "name": "transfer",
        "stateMutability": "nonpayable",
        "inputs": [{"name": "to", "type": "address"}, {"name": "value", "type": "uint256"}],
        "outputs": [{"name": "", "type": "bool"}],
    }
]

placed = order("walrus:store-blob", {"data": "paid on chain"})
payment = market.create_payment_intent(
    placed.id, CreatePaymentIntentRequest(rail=PaymentIntentRailOptions(type="wdk-usdt-transfer")), token
).item


def transfer(raw_amount):
    """Signed with the agent's own key, by the SDK's own account."""
    web3, account, rail = client.w3, client.account, payment.rail
    contract = web3.eth.contract(address=web3.to_checksum_address(rail.token_address), abi=transfer_abi)
    transaction = contract.functions.transfer(rail.payee_address, raw_amount).build_transaction(
        {
            "from": account.address,
            "nonce": web3.eth.get_transaction_count(account.address),
            "chainId": web3.eth.chain_id,
            "gas": 200_000,
            "gasPrice": 0,
        }
    )
    sent = web3.eth.send_raw_transaction(account.sign_transaction(transaction).raw_transaction)
    receipt = web3.eth.wait_for_transaction_receipt(sent, timeout=10, poll_latency=0.05)
    assert receipt["status"] == 1, receipt
    return web3.to_hex(sent)


def prove(transaction_hash, **changes):
    fields = {
        "verification_mode": "rpc",
        "chain": payment.rail.chain,
        "token": payment.rail.token,
        "payer_address": payment.rail.payer_address,
        "payee_address": payment.rail.payee_address,
        "amount": str(payment.amount),
        **changes,
    }
    request = SubmitPaymentProofRequest(transaction_hash=transaction_hash, **fields)
    return market.submit_payment_proof(placed.id, request, token).item


def refusal(transaction_hash, **changes):
    found = error_of(lambda: prove(transaction_hash, **changes))
    assert status_of(placed) == "payment_pending", found
    assert market.get_market_payment(placed.id).item == payment, found
    return found


paid = transfer(20_000)
too_little = transfer(19_999)
refusals = {
    "recorded": refusal(paid, verification_mode="recorded"),
    "notMined": refusal(settings["pendingTransfer"]),
    "failed": refusal(settings["failedTransfer"]),
    "tooLittle": refusal(too_little),
    "otherPayer": refusal(settings["othersTransfer"]),
    "otherAmount": refusal(paid, amount="0.03"),
}
held = prove(paid, token_address=payment.rail.token_address, token_decimals=6, raw_amount="20000")
assert held.status == "held" and held.proof.verification_mode == "rpc", held
assert held.proof.transaction_hash == paid and held.proof.verified_at, held
assert held.proof.payer_address == client.account.address, held
assert prove(paid) == held and status_of(placed) == "ready", held

second = order("walrus:store-blob", {"data": "paid with the same transfer"})
intent = market.create_payment_intent(second.id, CreatePaymentIntentRequest(), token).item
assert intent.rail.rail_type == "wdk-usdt-transfer", intent
reused = SubmitPaymentProofRequest(
    verification_mode="rpc",
    chain=intent.rail.chain,
    token=intent.rail.token,
    payer_address=intent.rail.payer_address,
    payee_address=intent.rail.payee_address,
    amount=str(intent.amount),
    transaction_hash=paid,
)
refusals["reused"] = error_of(lambda: market.submit_payment_proof(second.id, reused, token))

done = market.execute_market_order(placed.id, ExecuteMarketOrderRequest(), token)
assert done.order.status == "delivered", done
confirmed = market.confirm_market_order(placed.id, token)

report(
    {
        "status": [confirmed.order.status, confirmed.payment.status],
        "chainId": client.w3.eth.chain_id,
        "refusals": refusals,
    }
)
