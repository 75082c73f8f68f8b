import type { PaymentRecommendation } from '../domain/catalog/market-service.ts';
import { CatalogError } from './catalog-error.ts';
import type { Catalog } from './catalog.ts';
import { indexCatalog } from './index-catalog.ts';

/**
 * The catalogue in which the operator's address is the payee of each paid service that names none, where the variable
 * `payeeEnv` of its provider is set. Raises CatalogError for a value that is no EVM address.
 */
export function withPayees(catalog: Catalog, variables: Readonly<Record<string, string>>): Catalog {
  const payees = readPayees(catalog, variables);
  const withPayee = <Item extends { providerKey: string; payment: PaymentRecommendation }>(
    item: Item,
  ): Item => {
    const { required, payeeAddress } = item.payment;
    const address = payeeAddress ?? payees.get(item.providerKey);
    return required && address ? { ...item, payment: { ...item.payment, payeeAddress: address } } : item;
  };
  return indexCatalog({
    ...catalog,
    services: catalog.services.map(withPayee),
    adapters: catalog.adapters.map(withPayee),
  });
}

/** Addresses by provider key. */
function readPayees(catalog: Catalog, variables: Readonly<Record<string, string>>): Map<string, string> {
  const set = catalog.providers.flatMap(({ key, payeeEnv }) => {
    const address = payeeEnv === null ? undefined : variables[payeeEnv];
    return payeeEnv && address ? [{ key, payeeEnv, address }] : [];
  });
  const wrong = set.filter(({ address }) => !/^0x[0-9a-fA-F]{40}$/.test(address));
  if (wrong.length > 0) {
    const names = [...new Set(wrong.map(({ payeeEnv }) => payeeEnv))];
    throw new CatalogError(names.map((name) => `${name} must be an EVM address: 0x and 40 hex digits.`));
  }
  return new Map(set.map(({ key, address }) => [key, address]));
}
