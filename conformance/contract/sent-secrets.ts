import { isRecord, parseJson } from './json.ts';

/** Names of credentials; addresses and ids of providers beside them are no secrets. */
const secretName = /token|key|secret|password|^[as]k$/i;
const mayHoldSecrets = /"(?:providerCredentials|credentials|paymentSignature)"/;

/** The secrets in a request body of ours: provider credentials and payment signatures, wherever they turn up again. */
export function findSentSecrets(body: string): string[] {
  if (!mayHoldSecrets.test(body)) return [];
  const json = parseJson(body);
  if (!isRecord(json)) return [];
  const { providerCredentials, credentials, payment } = json;
  const blocks = isRecord(providerCredentials) ? Object.values(providerCredentials) : [];
  const signature = isRecord(payment) ? payment['paymentSignature'] : undefined;
  return [
    ...[...blocks, credentials].filter(isRecord).flatMap(listNamed),
    ...(typeof signature === 'string' ? [signature] : []),
  ];
}

function listNamed(block: Record<string, unknown>): string[] {
  return Object.entries(block).flatMap(([name, value]) =>
    typeof value === 'string' && secretName.test(name) ? [value] : [],
  );
}
