import { serviceTypes } from '../domain/catalog/market-service.ts';
import { defaultAddress } from './adapter-values.ts';
import type { CatalogFile, ProviderInFile, ServiceInFile, SharedTraits } from './catalog-file.ts';
import { checkPayment, checkPricing } from './check-payment.ts';
import { suggestName } from './nearest-name.ts';

/** What is wrong with a service whose file obeys the schema, one line per mistake. */
export function checkService(content: CatalogFile, service: ServiceInFile, place: string): string[] {
  const { provider, skills } = content;
  return [
    ...checkSkillKey(
      service,
      skills.map((skill) => skill.key),
      place,
    ),
    ...checkServiceType(service, place),
    ...checkExecution(provider, service, place),
    ...(service.payment ? checkPayment(service.payment, `${place}.payment`) : []),
    ...checkPricing(provider, service, place),
    ...checkOperations(service, place),
    ...checkEndpoints(provider, service, place),
  ];
}

function checkSkillKey({ skillKey }: ServiceInFile, known: readonly string[], place: string): string[] {
  if (known.includes(skillKey)) return [];
  return [`${place}.skillKey: this file has no skill "${skillKey}".${suggestName(skillKey, known)}`];
}

/** Other types than those of the contract are allowed, but nobody finds a misspelt one. */
function checkServiceType({ serviceType }: ServiceInFile, place: string): string[] {
  if (serviceTypes.some((known) => known === serviceType)) return [];
  const hint = suggestName(serviceType, serviceTypes, 2);
  return hint === '' ? [] : [`${place}.serviceType: "${serviceType}" is no type of the contract.${hint}`];
}

/** A hand-off without a place to go on to and a native call that nothing here can make are of no use to anybody. */
export function checkExecution(
  provider: ProviderInFile,
  { executionMode, handoff }: Pick<Partial<SharedTraits>, 'executionMode' | 'handoff'>,
  place: string,
): string[] {
  const isNative = (executionMode ?? provider.executionMode) === 'native';
  if (isNative && provider.adapter === null)
    return [`${place}: native execution needs "adapter" in the provider.`];
  if (!isNative && !(handoff ?? provider.handoff))
    return [`${place}: an external hand-off needs "handoff" here or in the provider.`];
  return [];
}

const operationsOf = (service: ServiceInFile) => service.operationContracts.map(({ operation }) => operation);

function checkOperations(service: ServiceInFile, place: string): string[] {
  const known = operationsOf(service);
  const unknown = (service.operations ?? []).flatMap((operation, index) =>
    known.includes(operation)
      ? []
      : [
          `${place}.operations[${index}]: "${operation}" has no operation contract.${suggestName(operation, known)}`,
        ],
  );
  const contracts = service.operationContracts.flatMap(({ operation, inputFields, exampleInput }, index) => {
    const at = `${place}.operationContracts[${index}]`;
    const missing = inputFields.filter(({ key, required }) => required && !(key in exampleInput));
    const strange = Object.keys(exampleInput).filter(
      (key) => !inputFields.some((field) => field.key === key),
    );
    return [
      ...(known.indexOf(operation) === index ? [] : [`${at}.operation: "${operation}" is there twice.`]),
      ...missing.map(({ key }) => `${at}.exampleInput: the required field "${key}" is missing.`),
      ...strange.map((key) => `${at}.exampleInput: "${key}" is none of the inputFields.`),
    ];
  });
  return [...unknown, ...contracts];
}

function checkEndpoints(provider: ProviderInFile, service: ServiceInFile, place: string): string[] {
  const known = operationsOf(service);
  const endpoints = service.endpoints ?? [];
  const problems = endpoints.flatMap((endpoint, index) => {
    const at = `${place}.endpoints[${index}]`;
    const hasUrl = endpoint.url !== undefined || defaultAddress(provider, endpoint.base) !== undefined;
    return [
      ...(known.includes(endpoint.operation)
        ? []
        : [`${at}.operation: "${endpoint.operation}" has no operation contract.`]),
      ...(hasUrl ? [] : [`${at}: needs "url", or "base" with the key of a url value that has a default.`]),
    ];
  });
  // A seller is called at the path of the operation's endpoint: without one there is nothing to call.
  const isSold =
    provider.adapter === 'x402' && (service.executionMode ?? provider.executionMode) === 'native';
  const unreachable = known.filter((operation) => !endpoints.some((each) => each.operation === operation));
  return isSold
    ? [
        ...problems,
        ...unreachable.map(
          (operation) => `${place}.endpoints: the adapter "x402" needs one for the operation "${operation}".`,
        ),
      ]
    : problems;
}
