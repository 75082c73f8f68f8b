/** One recorded state change. `payload` never holds a secret (contract E.14). */
export interface AuditEvent {
  id: string;
  /** `platform`, `agent:<pairingId>`, `machine-agent:<agentId>` or `system`. */
  actor: string;
  /** `<resource>.<verb>`, for example `machine.created`. */
  type: string;
  /** The part of `type` before the dot. */
  resourceType: string;
  resourceId: string;
  machineId: string | null;
  payload: Record<string, unknown>;
  createdAt: string;
}
