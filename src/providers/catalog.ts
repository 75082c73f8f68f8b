import type { AdapterSetup, MarketService } from '../domain/catalog/market-service.ts';
import type { Skill, SkillManifest } from '../domain/catalog/skill.ts';

export type ProviderValueKind = 'url' | 'secret' | 'text';

/** One address, credential or setting that a provider needs. */
export interface ProviderValue {
  /** Its name as a leaf of `providerCredentials` (contract C.6) and in a skill configuration. */
  key: string;
  /** The environment variable that holds it. */
  env: string;
  kind: ProviderValueKind;
  /** A public, documented value that holds when nobody configured another. */
  default: string | null;
  required: boolean;
  description: string;
}

/** How a provider is called. */
export interface ProviderEntry {
  key: string;
  /** Which adapter code executes its services; null when nothing here does. */
  adapter: string | null;
  /** The block of `providerCredentials` in requests; null when the provider takes none. */
  credentialsBlock: string | null;
  /**
   * The variable with the address that payments for its services go to where the catalogue names none. Never taken
   * from a request.
   */
  payeeEnv: string | null;
  values: readonly ProviderValue[];
}

/** Everything that can be found, set up and ordered here. Read once at start and never changed. */
export interface Catalog {
  /** Every list is in the order of its keys, compared by code units. */
  skills: readonly Skill[];
  manifests: readonly SkillManifest[];
  services: readonly MarketService[];
  adapters: readonly AdapterSetup[];
  providers: readonly ProviderEntry[];
  findSkill(key: string): Skill | undefined;
  findManifest(skillKey: string): SkillManifest | undefined;
  findService(id: string): MarketService | undefined;
  /** Provider keys are compared in lower case. */
  findAdapter(providerKey: string): AdapterSetup | undefined;
  findProvider(providerKey: string): ProviderEntry | undefined;
  /** Every environment variable that some provider reads, sorted. */
  environmentNames(): readonly string[];
}
