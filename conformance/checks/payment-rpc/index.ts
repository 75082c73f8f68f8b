import { transferAmountChecks } from './amounts.ts';
import { forcedChecks } from './forced.ts';
import { nodeChecks } from './nodes.ts';
import { receiptChecks } from './receipts.ts';

export const paymentRpcChecks = [...receiptChecks, ...transferAmountChecks, ...forcedChecks, ...nodeChecks];
