import type { MarketService } from '../catalog/market-service.ts';
import { isMoreThan, isSameCurrency } from '../money.ts';
import type { SearchTerms } from './normalise-search.ts';

/** What is known of a service beside its catalogue entry. */
export interface ServiceStanding {
  /** True when everything the provider demands is configured or came with the request. */
  hasCredentials: boolean;
  /** What the provider said just now; undefined when it was not asked or did not answer. */
  live: { isAvailable: boolean; reasons: readonly string[] } | undefined;
}

export interface Score {
  /** 0 to 1, three digits after the point. */
  score: number;
  /** Short phrases. */
  reasons: string[];
}

type Judge = (service: MarketService, terms: SearchTerms, standing: ServiceStanding) => Verdict;
/** Points earned of those that the judge has to give, and why. */
type Verdict = { points: number; reason: string | null };

const judgeExecution: Judge = ({ executionMode }) =>
  executionMode === 'native'
    ? { points: 1, reason: 'runs natively' }
    : { points: 0.2, reason: 'hands over to the provider' };

const judgeReadiness: Judge = ({ integrationStatus }, _terms, { hasCredentials }) => {
  if (integrationStatus === 'native') return { points: 1, reason: 'ready to use' };
  if (integrationStatus === 'docs-only') return { points: 0, reason: 'documentation only' };
  return hasCredentials
    ? { points: 0.9, reason: 'credentials present' }
    : { points: 0.3, reason: `credentials missing (${integrationStatus})` };
};

const judgeCapabilities: Judge = (_service, { requiredCapabilities }) => {
  const count = requiredCapabilities.length;
  if (count === 0) return { points: 0.5, reason: null };
  return {
    points: 1,
    reason: `has ${count === 1 ? 'the required capability' : `all ${count} required capabilities`}`,
  };
};

const judgeRegion: Judge = ({ region }, terms) => {
  if (terms.region === null) return { points: 0.5, reason: null };
  return region.toLowerCase() === terms.region.toLowerCase()
    ? { points: 1, reason: `in the region ${region}` }
    : { points: 0.5, reason: 'available in every region' };
};

const judgePrice: Judge = ({ pricing, payment }, { budget }) => {
  if (!payment.required && payment.defaultRail === 'not-required') return { points: 1, reason: 'free' };
  if (pricing.mode !== 'fixed' || typeof pricing.amount !== 'number')
    return { points: 0.4, reason: 'price set by the provider' };
  const aim = budget.preferred ?? budget.max ?? budget.amount;
  if (aim === undefined || !isSameCurrency(pricing.currency ?? null, budget.currency ?? null))
    return { points: 0.6, reason: 'fixed price' };
  const name = budget.preferred === undefined ? 'budget' : 'preferred budget';
  return isMoreThan(pricing.amount, aim)
    ? { points: 0.4, reason: `price over the ${name}` }
    : { points: 0.8, reason: `price within the ${name}` };
};

const judgeFreshness: Judge = ({ freshnessSeconds }) => {
  if (freshnessSeconds <= 60) return { points: 1, reason: 'fresh to the minute' };
  return freshnessSeconds <= 3_600
    ? { points: 0.6, reason: 'fresh to the hour' }
    : { points: 0.2, reason: null };
};

const judgeLive: Judge = (_service, _terms, { live }) => {
  if (live === undefined) return { points: 0.5, reason: null };
  return live.isAvailable
    ? { points: 1, reason: 'live offer available' }
    : { points: 0, reason: 'no live offer available' };
};

const maturityPoints = { production: 1, beta: 0.6, reference: 0.3 };
const judgeMaturity: Judge = ({ maturity }) => ({ points: maturityPoints[maturity], reason: null });

/** What counts and how much; the weights make 1 together. */
const judges: readonly (readonly [judge: Judge, weight: number])[] = [
  [judgeExecution, 0.2],
  [judgeReadiness, 0.25],
  [judgeCapabilities, 0.1],
  [judgeRegion, 0.1],
  [judgePrice, 0.15],
  [judgeLive, 0.1],
  [judgeFreshness, 0.05],
  [judgeMaturity, 0.05],
];

/** How well a service that passed the filters fits, and why (contract E.6). The same question has the same answer. */
export function scoreService(service: MarketService, terms: SearchTerms, standing: ServiceStanding): Score {
  const verdicts = judges.map(([judge, weight]) => ({ weight, ...judge(service, terms, standing) }));
  const total = verdicts.reduce((sum, { points, weight }) => sum + points * weight, 0);
  const reasons = verdicts.flatMap(({ reason }) => (reason === null ? [] : [reason]));
  return { score: Math.round(total * 1000) / 1000, reasons: [...reasons, ...(standing.live?.reasons ?? [])] };
}
