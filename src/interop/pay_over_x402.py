"""Buys from an x402 seller: the SDK signs the challenge of the payment intent locally, the server pays with it."""

import base64
import json

from paired_client import client, error_of, market, order, report, settings, status_of, token
from peaq_os_sdk.orchestration.errors import OrchestrationValidationError
from peaq_os_sdk.orchestration.types.market_order import ExecuteMarketOrderRequest, X402ExecutePayment
from peaq_os_sdk.orchestration.types.payment import (
    CreatePaymentIntentRequest,
    PaymentIntentRailOptions,
    SubmitX402PaymentProofRequest,
)

terms = settings["terms"]
question = {"jsonrpc": "2.0", "id": 1, "method": "eth_blockNumber", "params": []}


def intend(placed):
    options = PaymentIntentRailOptions(type="x402")
    return market.create_payment_intent(placed.id, CreatePaymentIntentRequest(rail=options), token).item


def prove(placed, signature, **fields):
    request = SubmitX402PaymentProofRequest(payment_signature=signature, **fields)
    return market.submit_x402_payment_proof(placed.id, request, token).item


def execute(placed, signature=None):
    payment = None if signature is None else X402ExecutePayment(payment_signature=signature)
    return market.execute_market_order(placed.id, ExecuteMarketOrderRequest(input=question, payment=payment), token)


def tamper(signature):
    """The signed payment with one unit more to pay: the payer never agreed to it."""
    payment = json.loads(base64.b64decode(signature))
    authorization = payment["payload"]["authorization"]
    authorization["value"] = str(int(authorization["value"]) + 1)
    return base64.b64encode(json.dumps(payment).encode()).decode()


def check_intent(payment):
    request = payment.rail.metadata["payment_request"]
    assert payment.status == "intent_created" and payment.rail.rail_type == "x402", payment
    assert payment.rail.payer_address is None, payment
    assert request["status_code"] == 402 and request["payment_url"].endswith("/base-mainnet"), request
    [offer] = request["accepts"]
    assert (offer["amount"], offer["asset"]) == (terms["amount"], terms["asset"]), offer
    assert offer["pay_to"] == terms["payTo"], offer
    asked = market.parse_x402_payment_requirements(payment)
    assert (asked.scheme, asked.network, asked.asset) == ("exact", terms["network"], terms["asset"]), asked
    assert (asked.pay_to, asked.amount) == (terms["payTo"], terms["amount"]), asked
    assert (asked.extra_name, asked.extra_version) == (terms["name"], terms["version"]), asked
    assert asked.max_timeout_seconds == terms["maxTimeoutSeconds"], asked


def buy():
    placed = order("pay-sh:quicknode-rpc:query", question)
    assert (placed.payment.default_rail, placed.payment.required) == ("x402", True), placed
    unpaid = error_of(lambda: execute(placed))
    payment = intend(placed)
    check_intent(payment)
    assert intend(placed) == payment
    signed = market.sign_x402_payment(payment, client.account)
    other = market.sign_x402_payment(payment, settings["agentKey"])
    assert signed.payer_address == other.payer_address == client.account.address, signed
    assert signed.header_name == "PAYMENT-SIGNATURE" and signed.network == terms["network"], signed
    refusals = {
        "unpaid": unpaid,
        "unreadable": error_of(lambda: prove(placed, "bm90IGEgcGF5bWVudA==")),
        "tampered": error_of(lambda: prove(placed, tamper(signed.payment_signature))),
    }
    held = prove(
        placed,
        signed.payment_signature,
        payment_reference=signed.payment_reference,
        metadata={"header_name": signed.header_name, "network": signed.network, "service_id": placed.service_id},
    )
    assert held.status == "held" and status_of(placed) == "ready", held
    recorded = held.proof.metadata
    assert (recorded.network, recorded.header_name) == (terms["network"], "PAYMENT-SIGNATURE"), held
    assert held.proof.payer_address == client.account.address and recorded.payment_settlement is None, held
    assert prove(placed, signed.payment_signature) == held
    refusals["withoutSignature"] = error_of(lambda: execute(placed))
    refusals["otherSignature"] = error_of(lambda: execute(placed, other.payment_signature))
    refusals["otherProof"] = error_of(lambda: prove(placed, other.payment_signature))
    assert status_of(placed) == "ready"
    done = execute(placed, signed.payment_signature)
    assert done.order.status == "delivered" and done.execution.outcome.status == "completed", done
    settled = market.get_market_payment(placed.id).item
    settlement = settled.proof.metadata.payment_settlement
    assert settled.status == "held" and settlement.payer_address == client.account.address, settled
    confirmed = market.confirm_market_order(placed.id, token)
    assert (confirmed.order.status, confirmed.payment.status) == ("confirmed", "release_pending"), confirmed
    assert confirmed.payment.proof == settled.proof, confirmed
    refusals["confirmAgain"] = error_of(lambda: market.confirm_market_order(placed.id, token))
    assert signed.payment_signature not in repr((held, done, settled, confirmed))
    return done, settlement, refusals, signed


def buy_without_challenge():
    """A seller that does not answer 402 leaves nothing to sign, and the SDK says so itself."""
    placed = order("agentic-market:exa-search:query", {"query": "spare parts"})
    payment = intend(placed)
    request = payment.rail.metadata["payment_request"]
    assert payment.status == "intent_created" and "payment_required" not in request, payment
    try:
        market.sign_x402_payment(payment, client.account)
    except OrchestrationValidationError as error:
        return request, error.field
    raise AssertionError("the SDK signed a payment without a challenge")


done, settlement, refusals, signed = buy()
request, field = buy_without_challenge()

report(
    {
        "result": done.execution.outcome.result,
        "externalRef": done.execution.outcome.external_ref,
        "settlement": {"status": settlement.status, "response": settlement.response},
        "paymentSignature": signed.payment_signature,
        "paymentReference": signed.payment_reference,
        "withoutChallenge": {"statusCode": request["status_code"], "bodyError": request["body_error"], "field": field},
        "refusals": refusals,
    }
)
