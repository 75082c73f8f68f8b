import type { ReceiptAnswer } from '../domain/payments/receipt.ts';
import type { PaymentRpc } from './payment-rpc.ts';
import { parseReceipt } from './receipt-reply.ts';

export interface PaymentRpcOptions {
  /** May hold a key; it is in no answer. */
  url: string;
  /** For one request, in ms; after a network error there is a second one. */
  timeoutMs?: number;
}

type Failure = Extract<ReceiptAnswer, { outcome: 'unreachable' }>['reason'];
type Answer = { receipt: unknown } | { failure: Failure };

/** A receipt has a few KiB for each log; a larger answer is not read to its end. */
const largestAnswerBytes = 10_485_760;

/** Receipts from an EVM node over JSON-RPC. viem is loaded by the first question: most servers never ask one. */
export function createPaymentRpc({ url, timeoutMs = 10_000 }: PaymentRpcOptions): PaymentRpc {
  return {
    async findReceipt(transactionHash) {
      const first = await ask(url, timeoutMs, transactionHash);
      const isLost = 'failure' in first && first.failure === 'network';
      const answer = isLost ? await ask(url, timeoutMs, transactionHash) : first;
      if ('failure' in answer) return { outcome: 'unreachable', reason: answer.failure };
      return parseReceipt(answer.receipt, transactionHash);
    },
  };
}

async function ask(url: string, timeoutMs: number, transactionHash: string): Promise<Answer> {
  const { createClient, http } = await import('viem');
  const transport = http(url, {
    timeout: timeoutMs,
    retryCount: 0,
    maxResponseBodySize: largestAnswerBytes,
    fetchOptions: { redirect: 'manual' },
  });
  try {
    // The reply as it is: viem's own getTransactionReceipt takes a reply without a result for a missing receipt.
    const params: [`0x${string}`] = [transactionHash as `0x${string}`];
    const question = { method: 'eth_getTransactionReceipt', params } as const;
    return { receipt: await createClient({ transport }).request(question) };
  } catch (error) {
    return { failure: await findFailure(error) };
  }
}

/** viem's errors quote the URL and the reply, so nothing of them but their kind goes on. */
async function findFailure(error: unknown): Promise<Failure> {
  const { HttpRequestError, ResponseBodyTooLargeError, TimeoutError, UnknownRpcError } = await import('viem');
  if (error instanceof TimeoutError) return 'timeout';
  if (error instanceof HttpRequestError && error.status === undefined) {
    return error.cause instanceof SyntaxError ? 'invalid-reply' : 'network';
  }
  // What viem cannot name is a reply that is no JSON-RPC object.
  const isUnreadable = error instanceof ResponseBodyTooLargeError || error instanceof UnknownRpcError;
  return isUnreadable ? 'invalid-reply' : 'error-reply';
}
