import { Untestable } from '../engine/outcomes.ts';
import { needsManaged } from './capabilities.ts';
import type { LiveTarget } from './live-target.ts';
import { createSteeredProviders } from './provider-control.ts';
import type { ProviderControl } from './provider-control.ts';
import { createRegistryControl } from './registry-control.ts';
import type { RegistryControl } from './registry-control.ts';

/** The stand-ins around a server as one check steers them. Reading one in black-box mode raises Untestable. */
export class Steering {
  readonly #target: LiveTarget;
  #registry: ReturnType<typeof createRegistryControl> | undefined;
  #providers: ReturnType<typeof createSteeredProviders> | undefined;

  constructor(target: LiveTarget) {
    this.#target = target;
  }

  get registry(): RegistryControl {
    if (!this.#target.registry) throw new Untestable(needsManaged);
    return (this.#registry ??= createRegistryControl(this.#target.registry)).control;
  }

  get providers(): ProviderControl {
    if (!this.#target.providers) throw new Untestable(needsManaged);
    return (this.#providers ??= createSteeredProviders(this.#target.providers)).control;
  }

  /** Takes back what the check broke and set. */
  repair(): void {
    this.#registry?.repair();
    this.#providers?.repair();
  }
}
