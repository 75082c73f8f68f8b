import { parseIdentityRef } from '../domain/identity-ref.ts';
import type { IdentityRef } from '../domain/identity-ref.ts';
import type { Resolution } from '../domain/identity-resolution.ts';
import type { RegistryProfile } from '../domain/registry-reply.ts';
import { findCardController, findVerifiedController, toRegistryProfile } from '../domain/registry-reply.ts';
import type { Clock } from './clock.ts';
import type { IdentityRegistry } from './identity-registry.ts';
import { getJson } from './json-get.ts';
import { ResolutionCache } from './resolution-cache.ts';

export interface McrOptions {
  /** Without a trailing slash. */
  baseUrl: string;
  timeoutMs: number;
  cacheMs: number;
  clock: Clock;
}

/** Machine identities as peaqOS MCR tells them over HTTP (contract E.3). */
export function createMcrRegistry({ baseUrl, timeoutMs, cacheMs, clock }: McrOptions): IdentityRegistry {
  const cache = new ResolutionCache(cacheMs, clock);
  /** Questions of lists that are under way; a read or write asks for itself, so that its answer is of now. */
  const shared = new Map<string, Promise<Resolution>>();

  const askAndRemember = async (ref: IdentityRef): Promise<Resolution> => {
    const resolution = await ask(baseUrl, timeoutMs, ref);
    cache.remember(ref.did, resolution);
    return resolution;
  };
  const share = (ref: IdentityRef): Promise<Resolution> => {
    const running = shared.get(ref.did);
    if (running) return running;
    const question = askAndRemember(ref).finally(() => shared.delete(ref.did));
    shared.set(ref.did, question);
    return question;
  };

  return {
    resolve: async (text) => askAndRemember(parseIdentityRef(text)),
    async resolveCached(text) {
      const ref = parseIdentityRef(text);
      return cache.find(ref.did) ?? share(ref);
    },
    async isReachable() {
      const answer = await getJson(`${baseUrl}/machine/did:peaq:0`, Math.min(timeoutMs, 3_000));
      return !('failure' in answer) && answer.status < 500;
    },
  };
}

async function ask(baseUrl: string, timeoutMs: number, ref: IdentityRef): Promise<Resolution> {
  const answer = await getJson(`${baseUrl}/machine/${ref.did}`, timeoutMs);
  if ('failure' in answer) return { outcome: 'unavailable', reason: answer.failure };
  if (answer.status === 404) return { outcome: 'unknown' };
  if (answer.status === 409) return { outcome: 'homed-elsewhere' };
  if (answer.status === 429) return { outcome: 'unavailable', reason: 'rate-limited' };
  if (answer.status >= 500) return { outcome: 'unavailable', reason: 'server-error' };
  const profile = toRegistryProfile(answer.body, ref.form === 'address' ? ref.address : null);
  const isOther = ref.form === 'decimal' && profile?.identityRef !== ref.did;
  if (answer.status !== 200 || !profile || isOther)
    return { outcome: 'unavailable', reason: 'invalid-reply' };
  const controllerAddresses = await listControllers(baseUrl, timeoutMs, profile);
  if (controllerAddresses.length === 0) return { outcome: 'unavailable', reason: 'no-controllers' };
  const { identityRef, bondStatus } = profile;
  return { outcome: 'resolved', identity: { identityRef, bondStatus, controllerAddresses } };
}

/** The profile's controllers; else the one on the machine's card; else the one that the verify API names. */
async function listControllers(
  baseUrl: string,
  timeoutMs: number,
  profile: RegistryProfile,
): Promise<string[]> {
  if (profile.controllerAddresses.length > 0) return profile.controllerAddresses;
  const card = await getJson(`${baseUrl}/machines/${profile.machineId}`, timeoutMs);
  const onCard = 'body' in card ? findCardController(card.body) : null;
  if (onCard !== null) return [onCard];
  const verification = await getJson(`${baseUrl}/v1/verify/machines/${profile.machineId}`, timeoutMs);
  const verified = 'body' in verification ? findVerifiedController(verification.body) : null;
  return verified === null ? [] : [verified];
}
