import type { PrivateKeyAccount } from 'viem/accounts';
import type { CheckContext, Identity } from '../engine/context.ts';
import { updateRecord } from './registry-faults.ts';

type RegistryMachine = Parameters<CheckContext['registry']['add']>[0];

/** An identity that the check minted itself, so that it also holds the key and may change the registry's record. */
export interface MintedIdentity extends Identity {
  readonly account: PrivateKeyAccount;
}

/** Mints a machine at the registry stand-in, owned by a fresh account or by the one given. Needs `needs: [registry]`. */
export function mintIdentity(
  ctx: CheckContext,
  extra: Partial<RegistryMachine> = {},
  account: PrivateKeyAccount = ctx.agent(),
): MintedIdentity {
  const { machineId } = ctx.registry.mint(account.address, extra);
  return {
    account,
    identityRef: `did:peaq:${machineId}`,
    machineId,
    address: account.address,
    sign: (message) => account.signMessage({ message }),
    release: () => undefined,
  };
}

/** The same identity in the hands of another account, as after a sale. */
export async function transferIdentity(ctx: CheckContext, identity: Identity): Promise<MintedIdentity> {
  const account = ctx.agent();
  await updateRecord(ctx, identity.machineId, { owner: account.address });
  return {
    ...identity,
    account,
    address: account.address,
    sign: (message) => account.signMessage({ message }),
  };
}
