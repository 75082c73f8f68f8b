/** Variables of the person who runs the kit that would change what a started server does. */
const foreign = /^(PEAQ|AKASH_|VITEST)|^(PORT|HOST|NODE_ENV|NODE_OPTIONS)$/;

/** What a server that the kit starts inherits from this process. */
export function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !foreign.test(entry[0]),
    ),
  );
}
