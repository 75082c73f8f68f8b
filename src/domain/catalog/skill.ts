export type SkillDirection = 'machine-offers' | 'machine-consumes';
export type SkillScope = 'core-product' | 'bootstrap-reference' | 'ecosystem';
export type SkillSource = 'peaq' | 'partner' | 'clawhub' | 'external-marketplace';
export type CatalogKind = 'runtime' | 'reference';
export type AuthType = 'none' | 'bearer' | 'api-key' | 'wallet' | 'local';
export type AuthState = 'unconfigured' | 'configured' | 'expired' | 'invalid' | 'restricted';
export type AccessMode = 'public' | 'credentialed' | 'partner-approved' | 'whitelisted' | 'local';
export type Distribution = 'peaq-native' | 'clawhub' | 'openapi' | 'mcp' | 'docs-only';
export type Maturity = 'reference' | 'beta' | 'production';
export type ExecutionMode = 'native' | 'external-handoff';
export type IntegrationStatus =
  | 'native'
  | 'credentials-required'
  | 'partner-required'
  | 'local-config-required'
  | 'setup-required'
  | 'docs-only';

/** Where a person goes on, when a provider is not called by the orchestrator itself. */
export interface ExternalHandoff {
  label: string;
  url: string;
  notes: string[];
}

/** Something that machines can buy or offer (contract C.5). All timestamps are ISO 8601 UTC with milliseconds. */
export interface Skill {
  key: string;
  providerKey: string;
  label: string;
  description: string;
  listedBy: string;
  direction: SkillDirection;
  scope: SkillScope;
  source: SkillSource;
  kind: CatalogKind;
  authType: AuthType;
  accessMode: AccessMode;
  distribution: Distribution;
  maturity: Maturity;
  executionMode: ExecutionMode;
  integrationStatus: IntegrationStatus;
  lastVerifiedAt: string | null;
  serviceTypes: string[];
  operations: string[];
  requiredEnv: string[];
  requiresHumanEnablement: boolean;
  referenceUrl: string | null;
  artifactUrl: string | null;
  handoff: ExternalHandoff | null;
}

export interface SkillManifest {
  key: string;
  providerKey: string;
  label: string;
  summary: string;
  inputs: { key: string; type: string; required: boolean; description: string }[];
  outputs: { key: string; type: string; description: string }[];
}

export type SettingValue = string | number | boolean;

/** What a deployment configured for a skill. Credentials lie sealed; nobody gets them back (contract C.5, E.12). */
export interface SkillConfig {
  skillKey: string;
  enabled: boolean;
  settings: Record<string, SettingValue>;
  /** Credential values as one sealed text (ports/secret-box.ts); null when there are none. */
  sealedCredentials: string | null;
  createdAt: string;
  updatedAt: string;
}
