import type { CheckContext } from '../engine/context.ts';
import type { ProviderFault, RecordedCall } from '../registry/providers/provider-stand-ins.ts';
import { startProviderStandIns } from '../registry/providers/provider-stand-ins.ts';

/** A provider that this check alone can reach: by its address in `providerCredentials`, without disturbing others. */
export interface OwnProvider {
  url: string;
  calls(): readonly RecordedCall[];
  setFault(fault: ProviderFault): void;
}

/** Starts provider stand-ins for this check alone. Needs `needs: [providers]`. */
export async function openProviders(ctx: CheckContext): Promise<{ walrus: OwnProvider }> {
  // Reading it is what makes the check untestable where the target could not reach a provider of ours.
  void ctx.providers;
  const standIns = await startProviderStandIns();
  ctx.onCleanUp(() => standIns.close());
  return {
    walrus: {
      url: standIns.urls.walrus,
      calls: () => standIns.calls('walrus'),
      setFault: (fault) => standIns.setFault('walrus', fault),
    },
  };
}
