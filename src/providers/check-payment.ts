import type { PaymentRecommendation } from '../domain/catalog/market-service.ts';
import type { ProviderInFile, ServiceInFile } from './catalog-file.ts';

const evmAddress = /^0x[0-9a-fA-F]{40}$/;

/** What is wrong with a payment recommendation (contract C.6, E.8), one line per mistake. */
export function checkPayment(payment: PaymentRecommendation, place: string): string[] {
  const { defaultRail, supportedRails, required, chain } = payment;
  const problems: string[] = [];
  if (!supportedRails.includes(defaultRail))
    problems.push(`${place}.defaultRail: "${defaultRail}" must be one of supportedRails too.`);
  if (required && supportedRails.includes('not-required'))
    problems.push(`${place}.supportedRails: must not hold not-required because payment is required.`);
  if (!required && defaultRail !== 'not-required')
    problems.push(`${place}.defaultRail: must be not-required because required is false.`);
  if (!chain?.startsWith('eip155:')) return problems;
  for (const key of [
    'tokenAddress',
    'payerAddress',
    'payeeAddress',
    'walletAddress',
    'escrowAddress',
  ] as const) {
    const address = payment[key];
    if (address && !evmAddress.test(address))
      problems.push(`${place}.${key}: must be an EVM address: 0x and 40 hex digits.`);
  }
  return problems;
}

/** Whether price and payment of a service agree, one line per mistake. */
export function checkPricing(provider: ProviderInFile, service: ServiceInFile, place: string): string[] {
  const { mode, amount, currency } = service.pricing;
  if (mode !== 'fixed') return [];
  const problems: string[] = [];
  if (typeof amount !== 'number')
    problems.push(`${place}.pricing.amount: a fixed price needs it; 0 when the service is free.`);
  if (typeof currency !== 'string') problems.push(`${place}.pricing.currency: a fixed price needs it.`);
  if (problems.length > 0) return problems;
  const { required } = service.payment ?? provider.payment;
  const isFree = amount === 0;
  if (isFree && required)
    problems.push(
      `${place}.pricing.amount: must be above 0, or "payment" of the service must have required: false.`,
    );
  if (!isFree && !required)
    problems.push(`${place}.payment: must have required: true because the price is above 0.`);
  return problems;
}
