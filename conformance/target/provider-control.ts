import type {
  ProviderFault,
  ProviderName,
  ProviderStandIns,
  RecordedCall,
} from '../registry/providers/provider-stand-ins.ts';
import type { X402StandIn } from '../registry/providers/x402-seller.ts';

/** The stand-in of an x402 seller as a check steers it. */
export interface SellerControl {
  url: string;
  /** Its terms and what it did, to read and to set; set values are put back when the check has ended. */
  standIn: X402StandIn;
  setFault(fault: ProviderFault | null): void;
  /** Every request it received, oldest first; other checks buy there too. */
  calls(): RecordedCall[];
  /** The requests that carried this payment signature: those of this check alone. */
  callsWith(paymentSignature: string): RecordedCall[];
}

/**
 * The provider stand-ins as a check steers them. Faults and values that a check sets are repaired when it has ended; while
 * they last they hold for everybody, so such a check must be exclusive.
 */
export interface ProviderControl extends Omit<ProviderStandIns, 'close' | 'forgetCalls'> {
  /** Speaks x402 version 2, behind the services of provider pay-sh. */
  seller: SellerControl;
  /** Speaks version 1, behind agentic-market. */
  sellerV1: SellerControl;
}

/** The same stand-ins, remembering what this user broke and set; `repair` takes it back. */
export function createSteeredProviders(standIns: ProviderControlBase): {
  control: ProviderControl;
  repair: () => void;
} {
  const broken = new Set<ProviderName>();
  const before = Object.values(standIns.providers).map((standIn) => ({ standIn, values: copy(standIn) }));
  const setFault = (provider: ProviderName, fault: ProviderFault | null): void => {
    standIns.setFault(provider, fault);
    if (fault === null) broken.delete(provider);
    else broken.add(provider);
  };
  const control: ProviderControl = {
    urls: standIns.urls,
    providers: standIns.providers,
    calls: (provider) => standIns.calls(provider),
    setFault,
    seller: toSeller(standIns, 'x402', setFault),
    sellerV1: toSeller(standIns, 'x402-v1', setFault),
  };
  const repair = (): void => {
    for (const provider of broken) standIns.setFault(provider, null);
    broken.clear();
    for (const { standIn, values } of before) Object.assign(standIn, values);
  };
  return { control, repair };
}

/** What steering needs of running stand-ins. */
export type ProviderControlBase = Omit<ProviderStandIns, 'close' | 'forgetCalls'>;

/** Values that a check may set; counters and collections only grow, and are left as they are. */
function copy(standIn: object): Record<string, unknown> {
  const isSetting = ([name, value]: [string, unknown]): boolean =>
    name !== 'executions' &&
    typeof value !== 'function' &&
    !(value instanceof Map) &&
    !(value instanceof Set);
  return structuredClone(Object.fromEntries(Object.entries(standIn).filter(isSetting)));
}

function toSeller(
  standIns: ProviderControlBase,
  name: 'x402' | 'x402-v1',
  setFault: (provider: ProviderName, fault: ProviderFault | null) => void,
): SellerControl {
  const calls = (): RecordedCall[] => standIns.calls(name);
  return {
    url: standIns.urls[name],
    standIn: standIns.providers[name],
    setFault: (fault) => setFault(name, fault),
    calls,
    callsWith: (paymentSignature) =>
      calls().filter(({ headers }) =>
        [headers['payment-signature'], headers['x-payment']].includes(paymentSignature),
      ),
  };
}
