import type { Environment } from './config.ts';
import type { Toggle } from './toggles.ts';
import { toggles } from './toggles.ts';

/**
 * The variables that catalogue entries name, as far as they are set; an empty one counts as unset. Their values may be
 * credentials, so they are in no message. A secret of this server is never among them: a catalogue file that somebody
 * else wrote must not be able to send it away.
 */
export function providerVariables(environment: Environment, names: Iterable<string>): Record<string, string> {
  const ownSecrets = Object.values<Toggle>(toggles).filter(({ secret }) => secret);
  const values: Record<string, string> = {};
  for (const name of names) {
    const value = environment[name];
    if (value && !ownSecrets.some(({ variable }) => variable === name)) values[name] = value;
  }
  return values;
}
