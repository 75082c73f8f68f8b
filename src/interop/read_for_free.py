"""Configures a skill and reads free services, without and with an order, with the published SDK."""

from paired_client import error_of, machine_id, market, order, pairing_id, report, settings, token
from peaq_os_sdk.orchestration.types.market_order import ExecuteMarketOrderRequest, NativeExecutionResponse
from peaq_os_sdk.orchestration.types.market_service import ExecuteMarketServiceRequest
from peaq_os_sdk.orchestration.types.skill import UpdateSkillConfigRequest

skill_key, price_feed = "pyth-price-feed", "pyth:price-feed"


def read(service_id, operation, input_payload):
    request = ExecuteMarketServiceRequest(
        machine_id=machine_id, agent_pairing_id=pairing_id, operation=operation, input_payload=input_payload
    )
    done = market.execute_market_service(service_id, request, token)
    execution = done.execution
    assert done.service.id == service_id and execution.status_code == 200, done
    assert execution.task["operation"] == operation and execution.task["status"] == "completed", execution.task
    assert execution.route["execution_mode"] == "native", execution.route
    assert (execution.run.status, execution.outcome.status) == ("completed", "completed"), execution
    assert execution.run.outcome_id == execution.outcome.id, execution
    return execution.outcome.result


def read_price():
    return read(price_feed, "get-price", {"symbol": "BTC/USD"})


def configure(**changes):
    config = market.update_skill_config(skill_key, UpdateSkillConfigRequest(**changes)).item
    assert (config.skill_key, config.provider_key) == (skill_key, "pyth"), config
    assert settings["pythKey"] not in repr(config), config
    return config


def order_price():
    placed = order(price_feed, {"symbol": "ETH/USD"})
    assert (placed.payment.default_rail, placed.payment.required) == ("not-required", False), placed
    # A free order goes straight on; the input of the execution wins over that of the order.
    done = market.execute_market_order(placed.id, ExecuteMarketOrderRequest(input={"symbol": "BTC/USD"}), token)
    assert isinstance(done, NativeExecutionResponse) and done.execution.status_code == 200, done
    assert done.order.status == "delivered" and done.execution.outcome.status == "completed", done
    again = market.execute_market_order(placed.id, ExecuteMarketOrderRequest(), token)
    assert again.execution.outcome == done.execution.outcome, again
    confirmed = market.confirm_market_order(placed.id, token)
    assert confirmed.order.status == "confirmed" and confirmed.payment is None, confirmed
    assert market.get_market_payment(placed.id).item is None
    return done.execution.outcome.result


unconfigured = market.get_skill(skill_key).item.auth_state
unsupported = error_of(read_price)
# The SDK camelises the names of credentials and settings; the catalogue calls this one apiKey.
named = {"site": "Berlin", "retries": 2, "fast": True}
config = configure(credentials={"api_key": settings["pythKey"]}, settings=named)
assert config.enabled is True and config.has_credentials is True, config
assert config.settings == named, config
configured = market.get_skill(skill_key).item.auth_state
price = read_price()
disabled = configure(enabled=False, settings={"retries": 3})
assert disabled.enabled is False and disabled.has_credentials is True, disabled
assert disabled.settings == {**named, "retries": 3}, disabled
hidden = error_of(lambda: market.get_market_service(price_feed))
configure(enabled=True)

report(
    {
        "authStates": [unconfigured, configured],
        "price": price,
        "ordered": order_price(),
        "blob": read("walrus:read-blob", "read-blob", {"blobId": settings["blobId"], "encoding": "utf8"}),
        "refusals": {
            "unconfigured": unsupported,
            "disabled": hidden,
            "notFree": error_of(lambda: read("walrus:store-blob", "store-blob", {"data": "x"})),
            "notThere": error_of(lambda: read(price_feed, "get-weather", {})),
            "badInput": error_of(lambda: read("walrus:read-blob", "read-blob", {"blobId": "short"})),
            "withoutToken": error_of(
                lambda: market.execute_market_service(
                    price_feed, ExecuteMarketServiceRequest(machine_id, pairing_id, "get-price"), "no.valid.token"
                )
            ),
        },
    }
)
