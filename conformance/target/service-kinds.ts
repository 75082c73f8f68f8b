import type { MarketService, Service, ServiceKind } from '../engine/market.ts';

/** How the kit recognises the service a check needs. */
const isOfKind: Record<ServiceKind, (service: MarketService) => boolean> = {
  'free-read': (service) => isNative(service) && isFree(service),
  paid: (service) =>
    isNative(service) &&
    service.payment?.required === true &&
    service.payment.defaultRail !== 'x402' &&
    service.pricing?.mode === 'fixed',
  handoff: ({ executionMode }) => executionMode === 'external-handoff',
  x402: (service) => isNative(service) && service.payment?.defaultRail === 'x402',
  any: () => true,
};

export const serviceKinds = Object.keys(isOfKind) as readonly ServiceKind[];

const isNative = ({ executionMode, operations }: MarketService): boolean =>
  executionMode === 'native' && operations.length > 0;

const isFree = ({ payment }: MarketService): boolean =>
  payment?.required === false && payment.defaultRail === 'not-required';

type Contract = NonNullable<MarketService['operationContracts']>[number];

const contractsOf = (service: MarketService): readonly Contract[] => service.operationContracts ?? [];
const readsOnly = (contract: Contract): boolean => contract.readOnly === true;

/**
 * Those that can be used without further configuration come first, then those that read only, then pay.sh's, which the
 * stand-in `ctx.seller` is behind.
 */
function rank(service: MarketService): number {
  const isUsable = service.integrationStatus === 'native';
  const isReading = contractsOf(service).some(readsOnly);
  return (isUsable ? 0 : 4) + (isReading ? 0 : 2) + (service.providerKey === 'pay-sh' ? 0 : 1);
}

/** The best service of this kind that passes `where`; undefined when there is none. */
export function pickService(
  services: readonly MarketService[],
  kind: ServiceKind,
  where: (service: MarketService) => boolean,
): MarketService | undefined {
  const found = services.filter((service) => isOfKind[kind](service) && where(service));
  return found.toSorted((a, b) => rank(a) - rank(b))[0];
}

/** The service with the operation and input that the kit uses: of a free one, an operation that reads only. */
export function toService(json: MarketService): Service {
  const contracts = contractsOf(json);
  const [first] = contracts;
  const contract = isFree(json) ? (contracts.find(readsOnly) ?? first) : first;
  return {
    id: json.id,
    skillKey: json.skillKey,
    providerKey: json.providerKey,
    operation: contract?.operation ?? json.operations[0] ?? '',
    exampleInput: contract?.exampleInput ?? {},
    json,
  };
}
