import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { PrivateKeyAccount } from 'viem/accounts';
import type { Identity } from '../engine/context.ts';
import { Untestable } from '../engine/outcomes.ts';
import type { RegistryControl } from './registry-control.ts';
import { tolerances } from './tolerances.ts';

const prefix = 'did:peaq:';

/** Where checks get identities from; `lease` raises Untestable when there is none to be had. */
export interface IdentitySource {
  lease(): Promise<Identity>;
}

/** A registered identity and the key that controls it, from --identities. */
export interface KnownIdentity {
  identityRef: string;
  account: PrivateKeyAccount;
}

function toIdentity(identityRef: string, account: PrivateKeyAccount, release: () => void): Identity {
  return {
    identityRef,
    machineId: identityRef.slice(prefix.length),
    address: account.address,
    sign: (message) => account.signMessage({ message }),
    release,
  };
}

/** Mints a fresh machine with a fresh key for every lease. */
export function createMintedIdentities(registry: RegistryControl): IdentitySource {
  return {
    lease: async () => {
      const account = privateKeyToAccount(generatePrivateKey());
      const { machineId } = registry.mint(account.address);
      return toIdentity(prefix + machineId, account, () => undefined);
    },
  };
}

/** Invents identities that no registry knows: enough while identity verification is declared disabled. */
export function createInventedIdentities(): IdentitySource {
  return {
    lease: async () => {
      const account = privateKeyToAccount(generatePrivateKey());
      const decimal = BigInt(`0x${account.address.slice(2, 18)}`).toString();
      return toIdentity(prefix + decimal, account, () => undefined);
    },
  };
}

/** Leases each known identity to one check at a time; others wait until it is given back. */
export class IdentityPool implements IdentitySource {
  readonly #free: KnownIdentity[];
  readonly #size: number;
  readonly #waiting: ((known: KnownIdentity) => void)[] = [];

  constructor(identities: readonly KnownIdentity[]) {
    this.#free = [...identities];
    this.#size = identities.length;
  }

  async lease(): Promise<Identity> {
    if (this.#size === 0) {
      throw new Untestable('Needs a machine identity of the target; give some with --identities FILE.');
    }
    const known = this.#free.shift() ?? (await this.#wait());
    let isReleased = false;
    return toIdentity(known.identityRef, known.account, () => {
      if (isReleased) return;
      isReleased = true;
      const next = this.#waiting.shift();
      if (next) next(known);
      else this.#free.push(known);
    });
  }

  #wait(): Promise<KnownIdentity> {
    return new Promise((resolve, reject) => {
      const receive = (known: KnownIdentity): void => {
        clearTimeout(timer);
        resolve(known);
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(receive), 1);
        reject(
          new Untestable(
            `All ${this.#size} identities of --identities were in use; add more to the file or lower --concurrency.`,
          ),
        );
      }, tolerances.identityLeaseMs);
      this.#waiting.push(receive);
    });
  }
}
