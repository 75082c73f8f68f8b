"""Takes a machine through its whole life with the published SDK; settings on stdin, findings as JSON on stdout.

What the SDK decoded is asserted here, in Python. What it found is printed, and judged again by the test that runs this.
"""

import json
import sys

from eth_account import Account
from eth_account.messages import encode_defunct
from peaq_os_sdk import PeaqosClient
from peaq_os_sdk.orchestration.errors import OrchestrationApiError
from peaq_os_sdk.orchestration.types.agent_pairing import (
    AgentProofInput,
    CreateAgentPairingChallengeRequest,
    CreateAgentPairingRequest,
    CreateAgentPairingSessionRequest,
    DelegationPolicy,
    UpdateAgentPairingRequest,
)
from peaq_os_sdk.orchestration.types.machine import (
    CreateMachineIdentityChallengeRequest,
    CreateMachineRequest,
    MachineIdentityProofInput,
    UpdateMachineRequest,
)

settings = json.load(sys.stdin)
controller = Account.from_key(settings["controllerKey"])
agent = Account.from_key(settings["agentKey"])
identity_ref = settings["identityRef"]


def connect(api_key):
    # Nothing may be asked of the chain: nobody listens at this address.
    return PeaqosClient(
        rpc_url="http://127.0.0.1:9",
        private_key=settings["controllerKey"],
        orchestration_url=settings["url"],
        api_key=api_key,
    ).orchestration


def sign(account, message):
    return "0x" + account.sign_message(encode_defunct(text=message)).signature.hex().removeprefix("0x")


def error_of(action):
    """The refusal as the SDK reports it; None when there was none."""
    try:
        action()
    except OrchestrationApiError as error:
        return {"code": error.code, "status": error.status_code, "details": error.details}
    return None


market = connect(settings["apiKey"])
policy = DelegationPolicy(
    allowed_skill_keys=("demo.print",),
    denied_skill_keys=(),
    allowed_service_ids=(),
    denied_service_ids=("svc_x",),
    per_transaction_limit=0.5,
    daily_spend_limit=25.0,
    currency="USDT",
)
bindings = {"agent_address": agent.address, "agent_provider": "anthropic", "agent_role": "buyer"}


def onboard():
    request = CreateMachineIdentityChallengeRequest(identity_ref=identity_ref)
    challenge = market.create_machine_identity_challenge(request).item
    assert challenge.identity_ref == identity_ref, challenge
    assert challenge.controller_addresses == (controller.address,), challenge
    assert challenge.verification_method == "eip191", challenge
    assert not challenge.extra, challenge

    def create(signature):
        return market.create_machine(
            CreateMachineRequest(
                display_name="Press 7 – Gruß",
                owner_id="owner-1",
                machine_type="press",
                runtime_profile="edge",
                identity_ref=identity_ref,
                identity_proof=MachineIdentityProofInput(challenge_id=challenge.challenge_id, signature=signature),
                capabilities=("press", "weigh"),
                labels={"site": "Berlin"},
                skill_keys=("demo.print",),
            )
        ).item

    wrong = error_of(lambda: create(sign(agent, challenge.message)))
    machine = create(sign(controller, challenge.message))
    assert machine.status == "draft", machine
    assert machine.identity_ref == identity_ref, machine
    assert machine.identity_proof.signer_address == controller.address, machine
    assert machine.identity_proof.challenge_id == challenge.challenge_id, machine
    assert machine.identity_proof.resolution_source == "peaqos-mcr", machine
    assert machine.capabilities == ("press", "weigh") and machine.labels == {"site": "Berlin"}, machine
    assert machine.policy_ids == () and machine.skill_keys == ("demo.print",), machine
    assert not machine.extra and not machine.identity_proof.extra, machine
    reused = error_of(lambda: create(sign(controller, challenge.message)))
    return machine, {"wrongSigner": wrong, "reusedProof": reused}


def activate(machine):
    early = error_of(lambda: request_challenge(machine))
    active = market.update_machine(machine.id, UpdateMachineRequest(status="active")).item
    assert active.status == "active" and active.identity_proof == machine.identity_proof, active
    assert market.get_machine(machine.id).item == active
    assert [item.id for item in market.list_machines_all(limit=1)] == [machine.id]
    return early


def request_challenge(machine):
    request = CreateAgentPairingChallengeRequest(**bindings)
    challenge = market.create_agent_pairing_challenge(machine.id, request).item
    assert challenge.machine_id == machine.id and challenge.machine_identity_ref == identity_ref, challenge
    assert challenge.agent_address == agent.address, challenge
    assert challenge.agent_did == f"did:pkh:eip155:1:{agent.address}", challenge
    assert (challenge.agent_provider, challenge.agent_role) == ("anthropic", "buyer"), challenge
    assert not challenge.extra, challenge
    return challenge


def prove_agent(machine):
    challenge = request_challenge(machine)
    return AgentProofInput(challenge_id=challenge.challenge_id, signature=sign(agent, challenge.message))


def pair(machine):
    request = CreateAgentPairingRequest(
        **bindings, agent_proof=prove_agent(machine), description="buys steel", delegation_policy=policy
    )
    pairing = market.create_agent_pairing(machine.id, request).item
    assert pairing.status == "active" and pairing.has_auth_token is True, pairing
    assert pairing.delegation_policy == policy and pairing.description == "buys steel", pairing
    assert pairing.verification.signer_address == agent.address, pairing
    assert pairing.pairing_token.endswith(pairing.token_last_four), pairing
    assert pairing.agent_did == f"did:pkh:eip155:1:{agent.address}" and not pairing.extra, pairing
    return pairing


def rotate(machine, pairing):
    request = CreateAgentPairingSessionRequest(agent_proof=prove_agent(machine))
    rotated = market.create_agent_pairing_session(machine.id, pairing.id, request).item
    assert rotated.id == pairing.id and rotated.session_id != pairing.session_id, rotated
    assert rotated.pairing_token != pairing.pairing_token, rotated
    assert rotated.delegation_policy == policy, rotated
    return rotated


def update(machine, pairing):
    paused = market.update_agent_pairing(
        machine.id, pairing.id, UpdateAgentPairingRequest(status="paused", agent_role="ops")
    ).item
    assert paused.status == "paused" and paused.agent_role == "ops", paused
    assert paused.pairing_token is None and paused.session_id == pairing.session_id, paused
    resumed = market.update_agent_pairing(
        machine.id, pairing.id, UpdateAgentPairingRequest(status="active", agent_role="buyer")
    ).item
    assert resumed.status == "active", resumed
    listed = list(market.list_agent_pairings_all(machine.id, limit=1))
    assert [(item.id, item.status, item.pairing_token) for item in listed] == [(pairing.id, "active", None)], listed


def revoke(machine, pairing):
    market.revoke_agent_pairing(machine.id, pairing.id)
    market.revoke_agent_pairing(machine.id, pairing.id)
    [revoked] = market.list_agent_pairings(machine.id).items
    assert revoked.status == "revoked" and revoked.has_auth_token is False, revoked
    return error_of(lambda: rotate(machine, pairing))


health = connect(None).check_health()
assert health.ok is True, health
readiness = []
# The SDK asks for readiness without its key, so a deployment that demands one refuses.
ungated = error_of(lambda: readiness.append(market.get_readiness()))
without_key = error_of(connect(None).list_machines)
wrong_key = error_of(connect("another key").list_machines)
machine, refusals = onboard()
early = activate(machine)
pairing = pair(machine)
rotated = rotate(machine, pairing)
update(machine, rotated)
after_revocation = revoke(machine, rotated)
market.archive_machine(machine.id)
archived = market.get_machine(machine.id).item

print(
    json.dumps(
        {
            "readiness": [(check.name, check.status) for answer in readiness for check in answer.checks],
            "machineId": machine.id,
            "pairingId": pairing.id,
            "archivedStatus": archived.status,
            "refusals": {
                **refusals,
                "readiness": ungated,
                "withoutKey": without_key,
                "wrongKey": wrong_key,
                "pairingADraft": early,
                "rotatingARevokedPairing": after_revocation,
            },
        }
    )
)
