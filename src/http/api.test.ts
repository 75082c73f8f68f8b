import { describe, expect, it } from 'vitest';
import { operations } from '../../generated/operations.gen.ts';
import { validators } from '../../generated/validators.gen.js';
import { createMemoryLogger, echoHandlers, loadDocument } from './api.fixture.ts';
import { type ApiOptions, CompiledApi } from './api.ts';

async function createApi(changes: Partial<ApiOptions> = {}): Promise<CompiledApi> {
  const options: ApiOptions = {
    document: await loadDocument(),
    operations,
    validators,
    handlers: echoHandlers,
    checkPlatformKey: () => {},
    checkPairing: () => null,
    requireAgentPairingAuth: true,
    responseValidation: 'off',
    logger: createMemoryLogger([]),
    ...changes,
  };
  return new CompiledApi(options).init();
}

describe('an API at start', () => {
  it('has a handler registered for every operation and for everything else', async () => {
    const api = await createApi();
    const special = [
      'notFound',
      'methodNotAllowed',
      'notImplemented',
      'validationFail',
      'unauthorizedHandler',
    ];
    expect(Object.keys(api.handlers).toSorted()).toEqual([...Object.keys(operations), ...special].toSorted());
    expect(Object.keys(api.securityHandlers).toSorted()).toEqual(['pairingToken', 'platformKey']);
    expect(api.getOperations()).toHaveLength(Object.keys(operations).length);
  });

  it('refuses to start without the handler of an operation', async () => {
    const { createMachine: _left, ...handlers } = echoHandlers;
    await expect(createApi({ handlers })).rejects.toThrow('Operation createMachine has no handler.');
  });

  it('refuses a handler of no operation', async () => {
    const handlers = { ...echoHandlers, createMachin: () => ({ status: 200, body: {} }) };
    await expect(createApi({ handlers })).rejects.toThrow('createMachin');
  });

  it('refuses tables that lack an operation of the document', async () => {
    const { getMachine: _row, ...rows } = operations;
    await expect(createApi({ operations: rows })).rejects.toThrow('getMachine');
    const { getMachine: _own, ...rest } = validators;
    await expect(createApi({ validators: rest })).rejects.toThrow('getMachine');
  });

  it('refuses a security scheme that nothing checks', async () => {
    const document = await loadDocument();
    const schemes = document.components?.securitySchemes ?? {};
    schemes['otherToken'] = { type: 'apiKey', in: 'header', name: 'x-other' };
    await expect(createApi({ document })).rejects.toThrow('otherToken');
  });

  it('leaves the document as it was', async () => {
    const document = await loadDocument();
    await createApi({ document });
    expect(document).toEqual(await loadDocument());
  });
});
