import type { Capability } from '../engine/types.ts';

/** What a target cannot do, with the option that would make it possible. */
export type Missing = Readonly<Partial<Record<Capability, string>>>;

const startIt = 'let the kit start the server (leave --target out, or use --spawn "COMMAND").';

/** What a check is told that steers or starts something in black-box mode. */
export const needsManaged = `Needs managed mode: ${startIt}`;

/** What cannot be had from a server that runs already. */
export function missingInBlackBox(hasChain: boolean): Missing {
  const steered = ['managed', 'registry', 'spawn', 'seller', 'providers'] as const;
  return {
    ...Object.fromEntries(steered.map((name) => [name, `Needs managed mode (${name}): ${startIt}`])),
    ...(hasChain
      ? {}
      : {
          chain:
            'Needs a chain: give --payment-rpc-url URL, --payment-token ADDRESS and --payer-key-file FILE, or let the kit start the server (leave --target out).',
        }),
  };
}
