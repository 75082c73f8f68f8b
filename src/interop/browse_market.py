"""Reads the catalogue and searches the market with the published SDK."""

from paired_client import error_of, machine_id, market, pairing_id, report, search, settings, token
from peaq_os_sdk.orchestration.market_services import ListMarketServicesOptions
from peaq_os_sdk.orchestration.skills import ListSkillsOptions
from peaq_os_sdk.orchestration.types.common import ProviderCredentials, WalrusCredentials
from peaq_os_sdk.orchestration.types.market_search import MarketSearchBudget


def read_skills():
    skills = list(market.list_skills_all(limit=3))
    keys = [skill.key for skill in skills]
    assert keys == [skill.key for skill in market.list_skills(limit=500).items], keys
    assert len(set(keys)) == len(keys), keys
    for skill in skills:
        assert market.get_skill(skill.key).item == skill, skill
        manifest = market.get_skill_manifest(skill.key).item
        assert (manifest.key, manifest.provider_key) == (skill.key, skill.provider_key), manifest
        assert manifest.summary and manifest.label == skill.label, manifest
    bought = market.list_skills(ListSkillsOptions(source="external-marketplace")).items
    assert all(skill.source == "external-marketplace" for skill in bought), bought
    inputs = {field.key: field for field in market.get_skill_manifest("walrus-storage").item.inputs}
    assert inputs["data"].required is True and inputs["epochs"].required is False, inputs
    return keys, sorted(skill.key for skill in bought)


def read_services():
    services = list(market.list_market_services_all(limit=4))
    for service in services:
        assert service.operations and service.service_type, service
        assert [contract.operation for contract in service.operation_contracts] == list(service.operations), service
        assert market.get_market_service(service.id).item == service, service
    scoped = list(
        market.list_market_services_all(
            ListMarketServicesOptions(machine_id=machine_id), limit=4, pairing_token=token
        )
    )
    assert scoped == services, scoped

    def ids(**filters):
        return [item.id for item in market.list_market_services(ListMarketServicesOptions(**filters)).items]

    filtered = {
        "byType": ids(service_type="storage.object"),
        "byProvider": ids(provider_key="walrus"),
        "byMode": ids(execution_mode="external-handoff", service_type="data.location"),
        "onem2m": ids(provider_key="onem2m"),
    }
    [store] = market.get_market_service("walrus:store-blob").item.operation_contracts
    assert store.example_input == {"data": "temperature=21.4", "epochs": 5}, store
    assert store.summary and store.notes and store.provider_request["method"] == "PUT", store
    assert [field.key for field in store.input_fields][0] == "data", store
    return [service.id for service in services], sorted({service.service_type for service in services}), filtered


def check_quotes(found):
    scores = [quote.score for quote in found.quotes]
    assert scores == sorted(scores, reverse=True), scores
    assert all(0 <= score <= 1 for score in scores), scores
    for quote in found.quotes:
        assert quote.reasons and quote.expires_at > found.created_at, quote
        assert quote.pricing.mode in ("fixed", "provider-defined", "quote-required"), quote
        assert quote.payment.default_rail in quote.payment.supported_rails, quote
    assert (found.machine_id, found.agent_pairing_id) == (machine_id, pairing_id), found
    assert market.get_market_search(found.id).item == found, found


def search_by_alias():
    found = search("rtk", region="eu", required_capabilities=("ntrip",))
    check_quotes(found)
    task = found.normalized_task
    assert (task.service_type, task.region) == ("data.location", "eu"), task
    assert set(task.required_capabilities) == {"ntrip", "rtk"}, task
    assert task.allow_external_handoff is True and task.require_native_execution is False, task
    assert found.quotes[0].handoff.url.startswith("https://"), found.quotes[0]
    types = {alias: search(alias).normalized_task.service_type for alias in settings["aliases"]}
    return types, [quote.service_id for quote in found.quotes]


def search_by_budget():
    within = search("storage", budget=MarketSearchBudget(max=0.02, currency="USDT"))
    check_quotes(within)
    beyond = search("storage", budget=MarketSearchBudget(max=0.01, currency="USDT"))
    [paid] = [quote for quote in within.quotes if quote.service_id == "walrus:store-blob"]
    assert (paid.pricing.mode, paid.pricing.amount, paid.pricing.currency) == ("fixed", 0.02, "USDT"), paid
    assert (paid.payment.default_rail, paid.payment.required) == ("wdk-usdt-transfer", True), paid
    assert paid.payment.payee_address == settings["payee"] and paid.payment.chain == "eip155:3338", paid
    return [sorted(quote.service_id for quote in each.quotes) for each in (within, beyond)]


def search_with_credentials():
    planted = settings["plantedToken"]
    walrus = WalrusCredentials(publisher_url=settings["publisherUrl"], publisher_token=planted)
    found = search("storage", operation="store-blob", provider_credentials=ProviderCredentials(walrus=walrus))
    check_quotes(found)
    assert planted not in repr(found), found
    return found.request_payload["provider_credentials"]


def search_in_vain():
    found = search("identity", operation="nothing-of-the-kind")
    assert (found.status, found.quotes) == ("no_match", ()), found
    assert market.get_market_search(found.id).item == found, found
    return found.status


skill_keys, bought_skills = read_skills()
service_ids, service_types, filtered = read_services()
aliases, positioning = search_by_alias()
within_budget, beyond_budget = search_by_budget()
native = search("data.location", require_native_execution=True)
none_external = search("data.location", allow_external_handoff=False)

report(
    {
        "skillKeys": skill_keys,
        "boughtSkills": bought_skills,
        "serviceIds": service_ids,
        "serviceTypes": service_types,
        "filtered": filtered,
        "aliases": aliases,
        "positioning": positioning,
        "withinBudget": within_budget,
        "beyondBudget": beyond_budget,
        "statuses": [search_in_vain(), native.status, none_external.status],
        "credentials": search_with_credentials(),
        "refusals": {
            "unknownType": error_of(lambda: search("storage.tape")),
            "unknownSkill": error_of(lambda: market.get_skill("no-such-skill")),
            "unknownService": error_of(lambda: market.get_market_service("no:such-service")),
            "unknownSearch": error_of(lambda: market.get_market_search("search_0123456789ab")),
        },
    }
)
