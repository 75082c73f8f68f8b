import type { OperationId } from '../../generated/operations.gen.ts';
import type { Operation } from '../contract/operations.ts';
import { isRecord } from '../contract/json.ts';
import type { CallOptions, Reply, SendOptions } from '../engine/context.ts';
import type { CleanUp } from './clean-up.ts';

type Call = (operationId: OperationId, options: CallOptions) => Promise<Reply>;

export interface UndoOptions {
  cleanUp: CleanUp;
  call: Call;
  /** The target lives on after the run, so open orders are closed too; other servers are thrown away. */
  isLasting: boolean;
}

/** Notes what requests create or change, so that it is undone after the check. */
export class Undo {
  readonly #options: UndoOptions;
  readonly #keptSkills = new Set<string>();

  constructor(options: UndoOptions) {
    this.#options = options;
  }

  /** To be told of every answered request. */
  note(operation: Operation | undefined, sent: SendOptions, reply: Reply): void {
    if (operation === undefined || reply.status < 200 || reply.status >= 300) return;
    const { cleanUp } = this.#options;
    const id = reply.at('item.id');
    const last = sent.path.split('/').at(-1) ?? '';
    if (operation.operationId === 'archiveMachine') cleanUp.drop(`machine ${last}`);
    if (operation.operationId === 'revokeAgentPairing') cleanUp.drop(`pairing ${last}`);
    if (typeof id !== 'string') return;
    if (operation.operationId === 'createMachine')
      cleanUp.add(`machine ${id}`, () => this.#remove('archiveMachine', { machineId: id }));
    if (operation.operationId === 'createMarketOrder') this.#noteOrder(id, sent);
    const machineId = reply.at('item.machineId');
    if (operation.operationId === 'createAgentPairing' && typeof machineId === 'string')
      cleanUp.add(`pairing ${id}`, () => this.#remove('revokeAgentPairing', { machineId, pairingId: id }));
  }

  /** Remembers how a skill is configured, before a check changes it: an empty change answers with what there is. */
  async keepSkill(skillKey: string): Promise<void> {
    if (this.#keptSkills.has(skillKey)) return;
    this.#keptSkills.add(skillKey);
    const { cleanUp, call } = this.#options;
    const path = { skillKey };
    const reply = await call('updateSkillConfig', { path, body: {} });
    const enabled = reply.at('item.enabled');
    const settings = reply.at('item.settings');
    if (!reply.isAccepted || typeof enabled !== 'boolean' || !isRecord(settings)) return;
    cleanUp.add(`skill ${skillKey}`, async () => {
      const restored = await call('updateSkillConfig', { path, body: { enabled, settings } });
      if (!restored.isAccepted) throw new Error(`updateSkillConfig was answered ${restored.status}`);
    });
  }

  /** Orders cannot be deleted; a refund cancels one that has a payment and is still open. */
  #noteOrder(orderId: string, { pairingToken }: SendOptions): void {
    const { cleanUp, call, isLasting } = this.#options;
    if (!isLasting) return;
    const token = pairingToken === undefined ? {} : { pairingToken };
    cleanUp.add(`order ${orderId}`, async () => {
      await call('refundPayment', { path: { orderId }, body: {}, ...token }).catch(() => undefined);
    });
  }

  async #remove(
    operationId: 'archiveMachine' | 'revokeAgentPairing',
    path: Record<string, string>,
  ): Promise<void> {
    const reply = await this.#options.call(operationId, { path });
    const code = reply.at('error.code');
    // The machine may be gone or archived by now; a pairing under it is then revoked with it.
    const isGone = reply.status === 404 || code === 'MACHINE_NOT_ACTIVE';
    if (reply.status >= 300 && !isGone) throw new Error(`${operationId} was answered ${reply.status}`);
  }
}
