"""Takes orders through intent, proof, escrow, execution, confirmation and dispute with the published SDK."""

from collections import Counter

from paired_client import (
    client,
    error_of,
    machine_id,
    market,
    order,
    pairing_id,
    quote_of,
    report,
    settings,
    status_of,
    token,
)
from peaq_os_sdk.orchestration.types.common import ProviderCredentials, WalrusCredentials
from peaq_os_sdk.orchestration.types.market_order import (
    CreateMarketOrderBudget,
    CreateMarketOrderRequest,
    DisputeMarketOrderRequest,
    ExecuteMarketOrderRequest,
    HandoffExecutionResponse,
    NativeExecutionResponse,
)
from peaq_os_sdk.orchestration.types.payment import (
    CreatePaymentIntentRequest,
    LockEscrowPaymentRequest,
    PaymentIntentRailOptions,
    RefundPaymentRequest,
    ReleasePaymentRequest,
    SubmitPaymentProofRequest,
)

storage = "walrus:store-blob"
escrow = "0x90F79bf6EB2c4f870365E785982E1f101E93b906"
hashes = iter(settings["freshHashes"])


def intend(placed, rail_type, **rail):
    options = PaymentIntentRailOptions(type=rail_type, **rail)
    return market.create_payment_intent(placed.id, CreatePaymentIntentRequest(rail=options), token).item


def prove(placed, payment, **changes):
    fields = {
        "verification_mode": "recorded",
        "chain": payment.rail.chain,
        "token": payment.rail.token,
        "payer_address": payment.rail.payer_address,
        "payee_address": payment.rail.payee_address,
        "amount": str(payment.amount),
        **changes,
    }
    return market.submit_payment_proof(placed.id, SubmitPaymentProofRequest(**fields), token).item


def execute(placed):
    return market.execute_market_order(placed.id, ExecuteMarketOrderRequest(), token)


def confirm(placed):
    return market.confirm_market_order(placed.id, token)


def dispute(placed, **fields):
    return market.dispute_market_order(placed.id, DisputeMarketOrderRequest(**fields), token)


def lock(placed):
    request = LockEscrowPaymentRequest(transaction_hash=next(hashes), chain="eip155:3338", escrow_address=escrow)
    return market.lock_escrow_payment(placed.id, request, token).item


def check_intent(placed, payment, rail_type):
    rail = payment.rail
    assert payment.status == "intent_created" and payment.order_id == placed.id, payment
    assert (payment.amount, payment.currency) == (0.02, "USDT"), payment
    assert (rail.rail_type, rail.chain, rail.token) == (rail_type, "eip155:3338", "USDT"), rail
    assert (rail.payer_address, rail.payee_address) == (client.account.address, settings["payee"]), rail
    assert rail.token_address.lower() == settings["tokenAddress"].lower(), rail
    assert rail.metadata["raw_amount"] == "20000" and rail.metadata["token_decimals"] == 6, rail
    assert payment.proof is None and market.get_market_payment(placed.id).item == payment, payment


def pay_by_wallet():
    """An order from its quote to the release of the money, and what is refused on the way."""
    budget = CreateMarketOrderBudget(amount=0.05, max=0.1, currency="USDT")
    placed = order(storage, {"data": "humidity=40", "epochs": 2, "deletable": True}, budget=budget)
    assert placed.budget.amount == 0.05 and placed.budget.currency == "USDT", placed
    assert placed.input_payload == {"data": "humidity=40", "epochs": 2, "deletable": True}, placed
    assert market.get_market_payment(placed.id).item is None
    refused = {
        "confirmEarly": error_of(lambda: confirm(placed)),
        "executeUnpaid": error_of(lambda: execute(placed)),
        "proofWithoutIntent": error_of(
            lambda: market.submit_payment_proof(
                placed.id,
                SubmitPaymentProofRequest("recorded", "eip155:3338", "USDT", escrow, escrow, "1", next(hashes)),
                token,
            )
        ),
        "railNotOffered": error_of(lambda: intend(placed, "x402")),
        "badAddress": error_of(lambda: intend(placed, "wallet", payer_address="0x12")),
    }
    assert status_of(placed) == "created", placed
    payment = intend(placed, "wallet")
    check_intent(placed, payment, "wallet")
    assert intend(placed, "escrow") == payment and status_of(placed) == "payment_pending", payment
    refused["executePending"] = error_of(lambda: execute(placed))
    transaction = next(hashes)
    held = prove(placed, payment, transaction_hash=transaction, metadata={"invoice_number": "7"})
    assert (held.status, held.rail.rail_type) == ("held", "wdk-usdt-transfer"), held
    proof = held.proof
    assert (proof.transaction_hash, proof.verification_mode) == (transaction, "recorded"), proof
    assert (proof.chain, proof.token, proof.payer_address) == ("eip155:3338", "USDT", client.account.address), proof
    assert prove(placed, payment, transaction_hash=transaction) == held and status_of(placed) == "ready", held
    refused["otherReference"] = error_of(lambda: prove(placed, payment, transaction_hash=next(hashes)))
    refused["releaseEarly"] = error_of(lambda: market.release_payment(placed.id, None, token))

    done = execute(placed)
    assert isinstance(done, NativeExecutionResponse) and done.order.status == "delivered", done
    run, outcome = done.execution.run, done.execution.outcome
    assert (run.status, outcome.status, run.outcome_id) == ("completed", "completed", outcome.id), done
    assert (outcome.service_id, outcome.skill_key) == (storage, "walrus-storage"), outcome
    confirmed = confirm(placed)
    assert (confirmed.order.status, confirmed.payment.status) == ("confirmed", "release_pending"), confirmed
    refused["confirmAgain"] = error_of(lambda: confirm(placed))
    refused["executeClosed"] = error_of(lambda: execute(placed))
    refused["disputeClosed"] = error_of(lambda: dispute(placed, reason="too late"))
    release = ReleasePaymentRequest(transaction_hash=next(hashes), notes="paid out")
    released = market.release_payment(placed.id, release, token).item
    assert released.status == "released" and any("paid out" in note for note in released.notes), released
    assert market.release_payment(placed.id, None, token).item == released
    refused["refundReleased"] = error_of(lambda: market.refund_payment(placed.id, None, token))
    return {"result": outcome.result, "externalRef": outcome.external_ref, "refused": refused}


def pay_on_rail(rail_type):
    placed = order(storage, {"data": rail_type})
    payment = intend(placed, rail_type)
    check_intent(placed, payment, rail_type)
    held = prove(placed, payment, transaction_hash=next(hashes))
    assert status_of(placed) == "ready", held
    return held.status


def pay_on_solana():
    """Solana payments are recorded, whatever verification was asked for."""
    placed = order(storage, {"data": "solana"})
    mint, wallet = "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB", "7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU"
    payment = intend(
        placed, "wallet", chain="solana:mainnet", token_mint=mint, payer_address=wallet, payee_address=mint
    )
    assert (payment.rail.chain, payment.rail.token_mint) == ("solana:mainnet", mint), payment
    signature = "5" * 88
    held = prove(placed, payment, verification_mode="rpc", transaction_signature=signature, token_mint=mint)
    assert (held.status, held.proof.transaction_hash) == ("held", signature), held
    return held.proof.verification_mode


def lock_and_refund():
    placed = order(storage, {"data": "refunded"})
    payment = intend(placed, "onchain-escrow", escrow_address=escrow)
    check_intent(placed, payment, "onchain-escrow")
    held = lock(placed)
    assert held.status == "held" and held.rail.escrow_address == escrow and status_of(placed) == "ready", held
    assert lock(placed) == held
    refunded = market.refund_payment(placed.id, RefundPaymentRequest(reason="changed our mind"), token).item
    assert any("changed our mind" in note for note in refunded.notes), refunded
    assert market.refund_payment(placed.id, None, token).item == refunded
    closed = error_of(lambda: lock(placed))
    return [refunded.status, status_of(placed)], closed


def lock_and_dispute():
    placed = order(storage, {"data": "disputed"})
    intend(placed, "escrow", escrow_address=escrow)
    lock(placed)
    assert execute(placed).order.status == "delivered"
    evidence = {"photo": "https://example.org/1.jpg", "measured": {"humidity": 12}}
    raised = dispute(placed, reason="not what was ordered", evidence=evidence)
    assert (raised.order.status, raised.payment.status) == ("disputed", "frozen"), raised
    assert (raised.dispute.status, raised.dispute.reason) == ("open", "not what was ordered"), raised
    assert raised.dispute.evidence == evidence and raised.dispute.order_id == placed.id, raised
    again = error_of(lambda: dispute(placed, reason="again"))
    frozen = error_of(lambda: market.release_payment(placed.id, None, token))
    refunded = market.refund_payment(placed.id, RefundPaymentRequest(transaction_hash=next(hashes)), token).item
    return refunded.status, {"disputeAgain": again, "releaseFrozen": frozen}


def bring_credentials():
    """Credentials of one order reach the provider, and no answer."""
    planted = settings["plantedToken"]
    walrus = WalrusCredentials(publisher_url=settings["publisherUrl"], publisher_token=planted)
    placed = order(storage, {"data": "own publisher"}, provider_credentials=ProviderCredentials(walrus=walrus))
    payment = intend(placed, "wdk-usdt-transfer")
    prove(placed, payment, transaction_hash=next(hashes))
    done = execute(placed)
    assert planted not in repr((placed, done)), done
    return done.execution.outcome.status


def hand_off():
    placed = order("akash:deployment", {"depositUsd": 5})
    assert (placed.execution_mode, placed.payment.required) == ("external-handoff", False), placed
    done = execute(placed)
    assert isinstance(done, HandoffExecutionResponse) and done.execution.status_code == 202, done
    handoff = done.execution.handoff
    assert done.order.status == "handoff" and done.order.handoff == handoff and handoff.notes, done
    confirmed = confirm(placed)
    assert confirmed.order.status == "confirmed" and confirmed.payment is None, confirmed
    return {"label": handoff.label, "url": handoff.url}


def list_orders():
    paged = list(market.list_market_orders_all(machine_id=machine_id, limit=3))
    page = market.list_market_orders(machine_id=machine_id)
    assert page.next_cursor is None and list(page.items) == paged, page
    for listed in paged[:3]:
        assert market.get_market_order(listed.id).item == listed, listed
        assert market.get_market_order(listed.id, pairing_token=token).item == listed, listed
    return Counter(listed.status for listed in paged)


def refuse_orders():
    def create(**fields):
        request = {"machine_id": machine_id, "agent_pairing_id": pairing_id, "service_id": storage, **fields}
        return error_of(lambda: market.create_market_order(CreateMarketOrderRequest(**request), token))

    found, quote = quote_of(storage)
    quoted = {"search_id": found.id, "quote_id": quote.id}
    return {
        "withoutQuote": create(),
        "expiredQuote": create(**settings["expiredQuote"]),
        "unknownQuote": create(search_id=found.id, quote_id="quote_0123456789ab"),
        "otherService": create(service_id="akash:deployment", **quoted),
        "otherOperation": create(operation="read-blob", **quoted),
        "otherMachine": create(machine_id="mach_0123456789ab", **quoted),
        "unknownOrder": error_of(lambda: market.get_market_order("ord_0123456789ab")),
    }


wallet = pay_by_wallet()
rails = {rail: pay_on_rail(rail) for rail in settings["rails"]}
refunded, lock_closed = lock_and_refund()
dispute_refund, dispute_refusals = lock_and_dispute()

report(
    {
        "stored": wallet["result"],
        "externalRef": wallet["externalRef"],
        "rails": rails,
        "solana": pay_on_solana(),
        "refunded": refunded,
        "disputeRefund": dispute_refund,
        "ownPublisher": bring_credentials(),
        "handoff": hand_off(),
        "listed": list_orders(),
        "refusals": {**wallet["refused"], **dispute_refusals, "lockClosed": lock_closed, **refuse_orders()},
    }
)
