/** Times the kit allows, in ms. Each says what it bounds; a target never has to be faster than this. */
export const tolerances = {
  /** Default limit of one request; --timeout changes it. Clients of the contract wait 30 s for a GET. */
  requestMs: 10_000,
  /** From starting a server to its first `GET /health` with 200. */
  startMs: 20_000,
  /** From SIGTERM to SIGKILL. */
  stopMs: 3000,
  /** Two clocks may differ by this much before doctor speaks of it. */
  clockSkewMs: 30_000,
  /** One probe of doctor, so that the whole of it stays under 5 s. */
  doctorProbeMs: 1500,
  /** How long a check may wait for an identity that other checks hold. */
  identityLeaseMs: 60_000,
  /** From sending a transfer to its block, on a chain that the kit does not run. */
  transferMs: 40_000,
} as const;
