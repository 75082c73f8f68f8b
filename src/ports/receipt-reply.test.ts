import { describe, expect, it } from 'vitest';
import { parseReceipt } from './receipt-reply.ts';

const hash = `0x${'1f'.repeat(32)}`;
const token = `0x${'aB'.repeat(20)}`;
const from = 'c1'.repeat(20);
const to = 'D2'.repeat(20);
const word = (hex: string) => `0x${hex.padStart(64, '0')}`;
const topics = ['0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef', word(from), word(to)];
const log = { address: token, topics, data: word('16e360'), removed: false };
const receipt = { transactionHash: hash, status: '0x1', blockNumber: '0x2a', logs: [log] };
const transfer = {
  tokenAddress: `0x${'ab'.repeat(20)}`,
  from: `0x${'c1'.repeat(20)}`,
  to: `0x${'d2'.repeat(20)}`,
  value: 1_500_000n,
};
const mined = { outcome: 'mined', isSuccess: true, blockNumber: 42, transfers: [transfer] };
const invalid = { outcome: 'unreachable', reason: 'invalid-reply' };

describe('parseReceipt', () => {
  it('reads state, block and transfers, with addresses in lower case', () => {
    expect(parseReceipt(receipt, hash)).toEqual(mined);
  });

  it.each([null, { ...receipt, blockNumber: null }])('takes %j for a transaction in no block', (result) => {
    expect(parseReceipt(result, hash)).toEqual({ outcome: 'not-mined' });
  });

  it.each<[string, object, object]>([
    ['a failed transaction', { status: '0x0', logs: [] }, { isSuccess: false, transfers: [] }],
    ['a status of another number', { status: '0x2' }, { isSuccess: false }],
    ['a hash in upper case', { transactionHash: hash.toUpperCase().replace('X', 'x') }, {}],
    ['no hash', { transactionHash: undefined }, {}],
    ['no block number', { blockNumber: undefined }, { blockNumber: null }],
    ['no logs', { logs: undefined }, { transfers: [] }],
    [
      'two transfers, in their order',
      { logs: [log, { ...log, data: '0x1' }] },
      {
        transfers: [transfer, { ...transfer, value: 1n }],
      },
    ],
  ])('takes %s', (_case, changes, expected) => {
    expect(parseReceipt({ ...receipt, ...changes }, hash)).toEqual({ ...mined, ...expected });
  });

  it.each<[string, object]>([
    ['another event', { topics: [word('1'), topics[1], topics[2]] }],
    ['the transfer of an ERC-721 token', { topics: [...topics, word('1')] }],
    ['a transfer whose addresses are not indexed', { topics: [topics[0]], data: word('1') }],
    ['a topic that is no address', { topics: [topics[0], word(`1${from}`), topics[2]] }],
    ['a topic that is a number', { topics: [topics[0], 1, topics[2]] }],
    ['no topics', { topics: undefined }],
    ['no data', { data: '0x' }],
    ['data that is no number', { data: '1500000' }],
    ['more than one word of data', { data: `${word('1')}${word('1').slice(2)}` }],
    ['no address', { address: undefined }],
    ['a log of a block that was undone', { removed: true }],
  ])('leaves out %s', (_case, changes) => {
    const logs = [{ ...log, ...changes }, null, 'log', log];
    expect(parseReceipt({ ...receipt, logs }, hash)).toEqual(mined);
  });

  it.each([undefined, 'receipt', 7, true, []])('takes %j for no receipt', (result) => {
    expect(parseReceipt(result, hash)).toEqual(invalid);
  });

  it.each<[string, object]>([
    ['of another transaction', { transactionHash: word('1') }],
    ['with a hash that is no text', { transactionHash: 1 }],
    ['without a status', { status: undefined }],
    ['with a status that is a number', { status: 1 }],
    ['with a block number that is a number', { blockNumber: 42 }],
    ['with a block number in decimals', { blockNumber: '42' }],
    ['with logs that are no list', { logs: {} }],
  ])('takes a receipt %s for an invalid reply', (_case, changes) => {
    expect(parseReceipt({ ...receipt, ...changes }, hash)).toEqual(invalid);
  });
});
