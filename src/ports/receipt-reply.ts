import type { ReceiptAnswer, TransferLog } from '../domain/payments/receipt.ts';

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** keccak256 of `Transfer(address,address,uint256)` (contract E.10). */
const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

/**
 * Reads the result of eth_getTransactionReceipt. What a proof does not depend on may be missing; a receipt of another
 * transaction, or one whose parts are no receipt's, is an invalid reply.
 */
export function parseReceipt(result: unknown, transactionHash: string): ReceiptAnswer {
  if (result === null) return { outcome: 'not-mined' };
  const invalid: ReceiptAnswer = { outcome: 'unreachable', reason: 'invalid-reply' };
  if (!isFields(result)) return invalid;
  const { transactionHash: hash = transactionHash, status, blockNumber, logs = [] } = result;
  if (typeof hash !== 'string' || hash.toLowerCase() !== transactionHash.toLowerCase()) return invalid;
  if (typeof status !== 'string' || !Array.isArray(logs)) return invalid;
  if (blockNumber === null) return { outcome: 'not-mined' };
  const block = readQuantity(blockNumber);
  if (blockNumber !== undefined && block === null) return invalid;
  return {
    outcome: 'mined',
    isSuccess: readQuantity(status) === 1n,
    blockNumber: block === null ? null : Number(block),
    transfers: logs.map(parseTransfer).filter((transfer) => transfer !== null),
  };
}

/** Null for any other event, also for the Transfer of an ERC-721 token, which has the same topic and one more. */
function parseTransfer(log: unknown): TransferLog | null {
  if (!isFields(log) || log['removed'] === true || !Array.isArray(log['topics'])) return null;
  const [topic, from, to, ...others] = log['topics'].map(lowerCase);
  if (topic !== transferTopic || others.length > 0) return null;
  const tokenAddress = /^0x[0-9a-f]{40}$/.exec(lowerCase(log['address']))?.[0];
  const payer = readAddressTopic(from);
  const payee = readAddressTopic(to);
  const value = readQuantity(log['data']);
  if (tokenAddress === undefined || payer === null || payee === null || value === null) return null;
  return { tokenAddress, from: payer, to: payee, value };
}

const lowerCase = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');

function readAddressTopic(topic: string | undefined): string | null {
  const digits = /^0x0{24}([0-9a-f]{40})$/.exec(topic ?? '')?.[1];
  return digits === undefined ? null : `0x${digits}`;
}

/** A hexadecimal number of up to 32 bytes. */
function readQuantity(value: unknown): bigint | null {
  return typeof value === 'string' && /^0x[0-9a-fA-F]{1,64}$/.test(value) ? BigInt(value) : null;
}
