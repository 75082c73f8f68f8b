import { describeTooLarge, failed, shorten } from './answer-failure.ts';
import { largestResultBytes } from './adapter-deps.ts';
import { unsupportedOperation } from './configured-values.ts';
import type { PreparedCall, ProviderCall, ProviderResult } from './provider-adapter.ts';
import { createRedactor, findPaymentSecrets } from './redact-secrets.ts';

/** Sends what was prepared. Never rejects. */
export type Execute = () => Promise<ProviderResult>;

/** Checks input and configuration of one operation, without network. */
export type PrepareOperation = (call: ProviderCall) => Execute;

/** Prepares the operation that is called. Raises EXECUTION_UNSUPPORTED for one that is not in the table. */
export function prepareOperation(
  call: ProviderCall,
  operations: Readonly<Record<string, PrepareOperation>>,
): PreparedCall {
  const prepare = Object.hasOwn(operations, call.operation) ? operations[call.operation] : undefined;
  if (!prepare) throw unsupportedOperation(call);
  return toPreparedCall(call, prepare(call));
}

/** Everything that leaves an adapter goes through here: without secrets, and of a limited size. */
export function toPreparedCall(call: ProviderCall, execute: Execute): PreparedCall {
  return {
    run: async () => {
      const secrets = [...call.access.secrets(), ...(await findPaymentSecrets(call.paymentSignature))];
      const redact = createRedactor(secrets);
      const result = await execute();
      const clean = redact(result);
      // The status is ours; a secret that is one of its words must not change it.
      return limitSize(call, { ...clean, status: result.status } as ProviderResult);
    },
  };
}

function limitSize({ service }: ProviderCall, result: ProviderResult): ProviderResult {
  if (result.status === 'failed') return { ...result, errorMessage: shorten(result.errorMessage) };
  const size = Buffer.byteLength(JSON.stringify(result.result) ?? '');
  return size > largestResultBytes
    ? failed(describeTooLarge(service.providerLabel), result.settlement)
    : result;
}
