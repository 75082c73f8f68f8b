import { operations } from '../generated/operations.gen.ts';
import { validators } from '../generated/validators.gen.js';
import type { Handlers } from './http/handler.ts';
import { type App, createHttpApp, type HttpAppOptions } from './http/http-app.ts';

/** What the HTTP side of the orchestrator is given; `document` is the parsed `generated/openapi.json`. */
export interface AppDeps extends Omit<HttpAppOptions, 'operations' | 'validators' | 'handlers'> {
  /** One handler per operation of the contract. */
  handlers: Handlers;
}

export type { App };

/** Puts the contract, its handlers and the security of the deployment behind HTTP. Rejects when a handler is missing. */
export function createApp(deps: AppDeps): Promise<App> {
  // Each handler takes the parts of its own operation: the generated validators stand for the narrower type.
  const handlers = deps.handlers as unknown as HttpAppOptions['handlers'];
  return createHttpApp({ ...deps, operations, validators, handlers });
}
