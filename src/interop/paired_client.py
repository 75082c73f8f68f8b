"""What the market scripts share: the client of a paired machine. Settings come on stdin, findings go to stdout as JSON.

What the SDK decoded is asserted in the scripts, in Python. What they found is printed, and judged again by the test
that runs them.
"""

import json
import sys

from peaq_os_sdk import PeaqosClient
from peaq_os_sdk.orchestration.errors import OrchestrationApiError
from peaq_os_sdk.orchestration.types.market_order import CreateMarketOrderRequest
from peaq_os_sdk.orchestration.types.market_search import MarketSearchRequest

settings = json.load(sys.stdin)
machine_id = settings["machineId"]
pairing_id = settings["pairingId"]
token = settings["pairingToken"]

client = PeaqosClient(
    rpc_url=settings["rpcUrl"],
    private_key=settings["agentKey"],
    orchestration_url=settings["url"],
    api_key=settings["apiKey"],
)
market = client.orchestration


def error_of(action):
    """The refusal as the SDK reports it; None when there was none."""
    try:
        action()
    except OrchestrationApiError as error:
        return {"code": error.code, "status": error.status_code, "details": error.details}
    return None


def search(service_type, **wanted):
    request = MarketSearchRequest(
        machine_id=machine_id, agent_pairing_id=pairing_id, service_type=service_type, **wanted
    )
    return market.search_market(request, token).item


def quote_of(service_id):
    """A fresh search and its quote of this service."""
    service = market.get_market_service(service_id).item
    found = search(service.service_type, operation=service.operations[0], max_results=50)
    [quote] = [quote for quote in found.quotes if quote.service_id == service_id]
    return found, quote


def order(service_id, input_payload, **fields):
    """An order placed with a fresh quote."""
    found, quote = quote_of(service_id)
    created = market.create_market_order(
        CreateMarketOrderRequest(
            machine_id=machine_id,
            agent_pairing_id=pairing_id,
            service_id=service_id,
            search_id=found.id,
            quote_id=quote.id,
            input_payload=input_payload,
            **fields,
        ),
        token,
    ).item
    assert (created.status, created.service_id) == ("created", service_id), created
    assert (created.search_id, created.quote_id) == (found.id, quote.id), created
    assert created.payment == quote.payment and created.operation == quote.operation, (created, quote)
    return created


def status_of(placed):
    return market.get_market_order(placed.id).item.status


def report(findings):
    print(json.dumps(findings))
