import { bundle, formatProblems, getTotals, lintFromString, loadConfig } from '@redocly/openapi-core';
import type { ContractDocument } from './document.ts';
import type { ErrorTable } from './errors.ts';
import { expandErrors } from './errors.ts';

/**
 * Bundles `openapi/openapi.yaml` into one document, writes the error responses into it and lints the result.
 * Raises with every problem listed when the contract is not sound.
 */
export async function bundleContract(source: string, errors: ErrorTable): Promise<ContractDocument> {
  const config = await loadConfig({ configPath: 'redocly.yaml' });
  const { bundle: bundled, problems } = await bundle({ ref: source, config });
  report(problems);
  const document = expandErrors(bundled.parsed as ContractDocument, errors);
  const text = JSON.stringify(document, null, 2);
  report(await lintFromString({ source: text, absoluteRef: 'generated/openapi.json', config }));
  return document;
}

function report(problems: Parameters<typeof formatProblems>[0]): void {
  const totals = getTotals(problems);
  if (problems.length > 0) formatProblems(problems, { format: 'codeframe', totals, version: '' });
  if (totals.errors > 0) throw new Error(`The contract has ${totals.errors} lint error(s); see above.`);
}
