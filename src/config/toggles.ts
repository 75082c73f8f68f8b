import { addressScopes } from '../ports/address-scope.ts';
import { parseDatabaseUrl } from '../store/database-url.ts';
import {
  BadValue,
  parseAddress,
  parseBoolean,
  parseChoice,
  parseChoices,
  parseEncryptionKeys,
  parseHttpUrl,
  parseInteger,
  parseList,
  parseText,
} from './parse.ts';

/** One environment variable: README's table and .env.example are written from these rows. */
export interface Toggle {
  variable: string;
  parse: (text: string) => unknown;
  /** What an unset variable means; null = nothing is configured. */
  default: string | null;
  /** The accepted values, for people. */
  values: string;
  effect: string;
  /** True when the value must never be shown. */
  secret?: true;
}

/** The store says what it takes; its messages hold no password. */
function parseStoreUrl(text: string): string {
  try {
    parseDatabaseUrl(text);
    return text;
  } catch (error) {
    throw new BadValue(
      error instanceof Error ? `is not usable: ${error.message.replace(/\.$/, '')}` : 'is not usable',
    );
  }
}

const verification = parseChoice('required', 'disabled');

/** The toggles of contract part F. */
export const contractToggles = {
  requireApiAuth: {
    variable: 'PEAQOS_REQUIRE_API_AUTH',
    parse: parseBoolean,
    default: 'false',
    values: 'true, false',
    effect: 'Every `/api/v1/*` request but health needs a deployment key in `x-api-key`.',
  },
  apiKey: {
    variable: 'PEAQOS_API_KEY',
    parse: parseText,
    default: null,
    values: 'text',
    effect: 'One accepted deployment key.',
    secret: true,
  },
  apiKeys: {
    variable: 'PEAQOS_API_KEYS',
    parse: parseList,
    default: null,
    values: 'comma-separated list',
    effect: 'More accepted deployment keys.',
    secret: true,
  },
  requireAgentPairingAuth: {
    variable: 'PEAQOS_REQUIRE_AGENT_PAIRING_AUTH',
    parse: parseBoolean,
    default: 'true',
    values: 'true, false',
    effect: 'Market writes need a pairing token in `x-agent-pairing-token`.',
  },
  machineIdentityVerification: {
    variable: 'PEAQOS_MACHINE_IDENTITY_VERIFICATION',
    parse: verification,
    default: 'required',
    values: 'required, disabled',
    effect: 'Machine writes need a proof signed by a controller of the identity.',
  },
  agentPairingVerification: {
    variable: 'PEAQOS_AGENT_PAIRING_VERIFICATION',
    parse: verification,
    default: 'required',
    values: 'required, disabled',
    effect: 'Pairings and sessions need a proof signed by the agent.',
  },
  sessionSecret: {
    variable: 'PEAQOS_AGENT_PAIRING_SESSION_SECRET',
    parse: parseText,
    default: null,
    values: 'text, at least 32 bytes in production',
    effect:
      'Signs session tokens, protects challenges and cursors. Unset in development: random, so tokens die at restart.',
    secret: true,
  },
  challengeTtlMs: {
    variable: 'PEAQOS_AGENT_PAIRING_CHALLENGE_TTL_MS',
    parse: parseInteger(1_000, 86_400_000, 'ms'),
    default: '600000',
    values: '1000 to 86400000 ms',
    effect: 'How long a pairing challenge can be used.',
  },
  sessionTtlMs: {
    variable: 'PEAQOS_AGENT_PAIRING_SESSION_TTL_MS',
    parse: parseInteger(1_000, 31_536_000_000, 'ms'),
    default: '3600000',
    values: '1000 to 31536000000 ms',
    effect: 'How long a session token is valid.',
  },
  requireMarketQuotes: {
    variable: 'PEAQOS_REQUIRE_MARKET_QUOTES',
    parse: parseBoolean,
    default: 'false',
    values: 'true, false',
    effect: 'Orders need a search and a quote.',
  },
  enforceServicePaymentRails: {
    variable: 'PEAQOS_ENFORCE_SERVICE_PAYMENT_RAILS',
    parse: parseBoolean,
    default: 'false',
    values: 'true, false',
    effect: 'A payment intent may use only rails that the service offers.',
  },
  requirePaymentBeforeExecute: {
    variable: 'PEAQOS_REQUIRE_PAYMENT_BEFORE_EXECUTE',
    parse: parseBoolean,
    default: 'false',
    values: 'true, false',
    effect: 'A paid order executes only after its payment is held.',
  },
  requirePaymentRpcVerification: {
    variable: 'PEAQOS_REQUIRE_PAYMENT_RPC_VERIFICATION',
    parse: parseBoolean,
    default: 'false',
    values: 'true, false',
    effect: 'Payment proofs must be verified on chain.',
  },
  paymentRpcUrl: {
    variable: 'PEAQOS_PAYMENT_RPC_URL',
    parse: parseHttpUrl,
    default: null,
    values: 'URL',
    effect: 'RPC node for payment proofs; then `PEAQ_EVM_RPC_URL`, then `PEAQOS_EVM_RPC_URL`.',
    secret: true,
  },
  peaqEvmRpcUrl: {
    variable: 'PEAQ_EVM_RPC_URL',
    parse: parseHttpUrl,
    default: null,
    values: 'URL',
    effect: 'First fallback of `PEAQOS_PAYMENT_RPC_URL`.',
    secret: true,
  },
  evmRpcUrl: {
    variable: 'PEAQOS_EVM_RPC_URL',
    parse: parseHttpUrl,
    default: null,
    values: 'URL',
    effect: 'Second fallback of `PEAQOS_PAYMENT_RPC_URL`.',
    secret: true,
  },
  usdtContract: {
    variable: 'PEAQOS_USDT_CONTRACT',
    parse: parseAddress,
    default: null,
    values: 'EVM address',
    effect: 'Token contract of payment proofs that name none.',
  },
  usdtDecimals: {
    variable: 'PEAQOS_USDT_DECIMALS',
    parse: parseInteger(0, 36),
    default: '6',
    values: '0 to 36',
    effect: 'Decimals of payment proofs that name none.',
  },
  mcrApiUrl: {
    variable: 'PEAQOS_MCR_API_URL',
    parse: parseHttpUrl,
    default: 'https://mcr.peaq.xyz',
    values: 'URL',
    effect: 'Registry that resolves machine identities.',
  },
} as const satisfies Record<string, Toggle>;

/** Settings of this server beside the contract's toggles. */
export const serverToggles = {
  nodeEnv: {
    variable: 'NODE_ENV',
    parse: parseChoice('development', 'test', 'production'),
    default: 'development',
    values: 'development, test, production',
    effect: '`production` demands a session secret and samples response validation.',
  },
  port: {
    variable: 'PORT',
    parse: parseInteger(0, 65_535),
    default: '8787',
    values: '0 to 65535',
    effect: 'Port to listen on; 0 takes a free one.',
  },
  host: {
    variable: 'HOST',
    parse: parseText,
    default: '127.0.0.1',
    values: 'address',
    effect: 'Address to listen on.',
  },
  databaseUrl: {
    variable: 'PEAQOS_DATABASE_URL',
    parse: parseStoreUrl,
    default: 'sqlite:./data/orchestrator.db',
    values: 'sqlite:FILE, sqlite3:FILE, postgres://…',
    effect: 'Where everything is kept.',
    secret: true,
  },
  storeEncryptionKeys: {
    variable: 'PEAQOS_STORE_ENCRYPTION_KEY',
    parse: parseEncryptionKeys,
    default: null,
    values: 'comma-separated list of 32-byte keys, base64 or hex',
    effect:
      'Encrypts credentials in the store: the first key encrypts, all decrypt. Unset: a key derived from the session secret.',
    secret: true,
  },
  catalogDir: {
    variable: 'PEAQOS_CATALOG_DIR',
    parse: parseText,
    default: null,
    values: 'folder',
    effect: 'Catalogue files of your own, added to those of this package.',
  },
  outboundScopes: {
    variable: 'PEAQOS_RUNTIME_NETWORK_SCOPES',
    parse: parseChoices(...addressScopes),
    default: null,
    values: 'comma-separated list of loopback, lan, vpn, public',
    effect:
      'Networks that URLs in requests may reach. Unset: all when `HOST` is a loopback address, else `public` alone.',
  },
  logLevel: {
    variable: 'PEAQOS_LOG_LEVEL',
    parse: parseChoice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    default: 'info',
    values: 'fatal, error, warn, info, debug, trace, silent',
    effect: 'How much is logged.',
  },
  mcrTimeoutMs: {
    variable: 'PEAQOS_MCR_TIMEOUT_MS',
    parse: parseInteger(100, 30_000, 'ms'),
    default: '10000',
    values: '100 to 30000 ms',
    effect: 'How long one question to the registry may take.',
  },
  mcrCacheMs: {
    variable: 'PEAQOS_MCR_CACHE_MS',
    parse: parseInteger(0, 60_000, 'ms'),
    default: '30000',
    values: '0 to 60000 ms',
    effect: 'How old a registry answer may be when machines are listed. Single reads and writes always ask.',
  },
} as const satisfies Record<string, Toggle>;

export const toggles = { ...contractToggles, ...serverToggles };
