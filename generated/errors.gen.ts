// Written by "npm run generate" from openapi/. Do not edit.

/** Every error code with its usual status and when it is sent. */
export const errorCodes = {
  AUTH_REQUIRED: { status: 401, when: "API authentication is on and the request has no `x-api-key`." },
  AUTH_INVALID: { status: 401, when: "API authentication is on and the key is not one of the deployment's." },
  AGENT_AUTH_REQUIRED: { status: 401, when: "A pairing token is required and absent." },
  AGENT_AUTH_INVALID: { status: 401, when: "The pairing token has a bad signature or another algorithm, its session was rotated away, the delegation policy changed after it was issued, or it belongs to another machine or pairing." },
  AGENT_AUTH_EXPIRED: { status: 401, when: "The pairing token is correctly signed and past its `exp`." },
  VALIDATION_ERROR: { status: 400, when: "The body, query, path, cursor or limit is malformed; 413 when the body is over 1 MiB." },
  NOT_FOUND: { status: 404, when: "There is no such id or route, or the resource belongs to another machine." },
  METHOD_NOT_ALLOWED: { status: 405, when: "The path exists and the method does not; `Allow` lists those that do." },
  MACHINE_NOT_ACTIVE: { status: 409, when: "The machine's `status` is not `active`." },
  MACHINE_NOT_ACTIVATED: { status: 403, when: "The machine's identity no longer resolves, its stored proof no longer matches the controllers, it was never verified, it is not bonded, or it is homed elsewhere." },
  MACHINE_IDENTITY_EXISTS: { status: 409, when: "Another machine that is not archived already has this identity." },
  MACHINE_IDENTITY_IMMUTABLE: { status: 409, when: "An update tries to change `identityRef`." },
  MACHINE_IDENTITY_PROOF_REQUIRED: { status: 401, when: "A machine write has no identity proof and none is stored." },
  MACHINE_IDENTITY_PROOF_INVALID: { status: 401, when: "The challenge is unknown or used, the identity differs, the signature is bad, or the signer is no controller." },
  MACHINE_IDENTITY_PROOF_EXPIRED: { status: 401, when: "The identity challenge is past its `expiresAt`." },
  PEAQOS_IDENTITY_UNAVAILABLE: { status: 503, when: "The identity cannot be resolved: 503 when the registry is down, slow or names no controller, 422 when it says that there is no such machine. `details.reason` tells which." },
  AGENT_PAIRING_PROOF_REQUIRED: { status: 401, when: "`agentProof` is missing while pairing verification is required." },
  AGENT_PAIRING_PROOF_INVALID: { status: 401, when: "The challenge is unknown or used, the request differs from it, the signature is bad, or the signer is not `agentAddress`." },
  AGENT_PAIRING_PROOF_EXPIRED: { status: 401, when: "The pairing challenge is past its `expiresAt`." },
  AGENT_PAIRING_UNAVAILABLE: { status: 503, when: "No session secret is configured" },
  AGENT_PAIRING_INACTIVE: { status: 403, when: "The pairing is paused or revoked." },
  INTERNAL_ERROR: { status: 500, when: "Something unexpected happened; the message carries no internals." },
} as const;

export type ErrorCode = keyof typeof errorCodes;
