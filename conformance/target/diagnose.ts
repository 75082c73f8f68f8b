import { isRecord, parseJson, valueAt } from '../contract/json.ts';
import { diagnoseIdentities } from './diagnose-identities.ts';
import { note, ok, problem } from './finding.ts';
import type { Finding } from './finding.ts';
import type { KnownIdentity } from './identity-source.ts';
import { reach } from './reach.ts';
import type { Reach } from './reach.ts';
import { tolerances } from './tolerances.ts';

export interface DiagnosisOptions {
  /** Normalised. */
  baseUrl: string;
  apiKeys: readonly string[];
  identities: readonly KnownIdentity[];
  /** A registry to look at directly; the one of the target when it is known. */
  registryUrl: string | undefined;
  /** True: no challenge is asked for, because that writes. */
  isReadOnly: boolean;
  probeMs?: number;
}

export interface Diagnosis {
  isReachable: boolean;
  findings: Finding[];
}

/** Looks at everything that must be in order before a target can be tested. Takes under 5 s. */
export async function diagnose(options: DiagnosisOptions): Promise<Diagnosis> {
  const probe = (url: string, path: string, headers?: Record<string, string>): Promise<Reach> =>
    reach(url, path, options.probeMs ?? tolerances.doctorProbeMs, headers);
  const { baseUrl, apiKeys, registryUrl } = options;
  const health = await probe(baseUrl, '/health');
  if (health.outcome === 'failed') {
    return {
      isReachable: false,
      findings: [problem('reachability', `${baseUrl}: ${health.problem}.`, health.fix)],
    };
  }
  const [apiKey] = apiKeys;
  const keyed = apiKey === undefined ? undefined : { 'x-api-key': apiKey };
  const { origin } = new URL(baseUrl);
  const [apiHealth, originHealth, unknown, open, withKey, registry] = await Promise.all([
    probe(baseUrl, '/api/v1/health'),
    probe(origin, '/health'),
    probe(baseUrl, '/api/v1/no-such-path', keyed),
    probe(baseUrl, '/api/v1/machines?limit=1'),
    keyed === undefined ? undefined : probe(baseUrl, '/api/v1/machines?limit=1', keyed),
    registryUrl === undefined ? undefined : probe(registryUrl, '/machine/did:peaq:0'),
  ]);
  const findings = [
    ok('reachability', `${baseUrl} answers in ${Math.round(health.answer.durationMs)} ms.`),
    diagnoseBasePath(baseUrl, health, apiHealth, originHealth),
    diagnoseEnvelope(unknown),
    diagnoseClock(health),
    diagnoseAuth(open, withKey),
    ...(registry === undefined ? [] : [diagnoseRegistry(registryUrl ?? '', registry)]),
    ...(await diagnoseIdentities(options)),
  ];
  return { isReachable: true, findings };
}

const isHealthy = (found: Reach): boolean =>
  found.outcome === 'answered' &&
  found.answer.status === 200 &&
  valueAt(parseJson(found.answer.text), 'ok') === true;

const statusOf = (found: Reach): string =>
  found.outcome === 'answered' ? String(found.answer.status) : found.problem;

function diagnoseBasePath(baseUrl: string, root: Reach, api: Reach, origin: Reach): Finding {
  const subject = 'base path';
  if (isHealthy(root) && isHealthy(api)) return ok(subject, '/health and /api/v1/health both answer ok.');
  if (isHealthy(api))
    return note(
      subject,
      `/api/v1/health answers ok, but /health answers ${statusOf(root)}.`,
      'serve /health at the root too.',
    );
  if (isHealthy(origin) && new URL(baseUrl).pathname !== '/') {
    return problem(
      subject,
      `Nothing at ${baseUrl}, but its host answers at /health.`,
      `use --target ${new URL(baseUrl).origin}.`,
    );
  }
  const what = isHealthy(root)
    ? `/health answers ok, but /api/v1/health answers ${statusOf(api)}`
    : `/health answers ${statusOf(root)} and /api/v1/health ${statusOf(api)}`;
  return problem(
    subject,
    `${what}; this does not look like an orchestrator.`,
    'check port and path of the URL, and what stands in front of the server.',
  );
}

function diagnoseEnvelope(unknown: Reach): Finding {
  const subject = 'JSON envelope';
  if (unknown.outcome === 'failed')
    return problem(subject, `An unknown path gets no answer: ${unknown.problem}.`, unknown.fix);
  const { status, headers, text } = unknown.answer;
  const json = parseJson(text);
  if (status >= 400 && typeof valueAt(json, 'error.code') === 'string')
    return ok(subject, `An unknown path is answered ${status} with an error envelope.`);
  if (status < 300) {
    return problem(
      subject,
      `A path that does not exist is answered ${status}.`,
      'find out what answers there; a catch-all page or proxy proves nothing.',
    );
  }
  const type = headers['content-type'] ?? 'no content type';
  const what = isRecord(json) ? 'JSON of another shape' : type;
  return problem(
    subject,
    `An unknown path is answered ${status} with ${what}.`,
    'let the orchestrator itself answer below /api/v1, not a proxy.',
  );
}

function diagnoseClock(health: Reach): Finding {
  const date = health.outcome === 'answered' ? health.answer.headers['date'] : undefined;
  const skewMs = date === undefined ? Number.NaN : Date.parse(date) - Date.now();
  if (Number.isNaN(skewMs))
    return note('clock', 'The target sends no Date header, so its clock cannot be compared.');
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (Math.abs(skewMs) <= tolerances.clockSkewMs)
    return ok('clock', `The two clocks differ by about ${seconds} s.`);
  const direction = skewMs > 0 ? 'ahead' : 'behind';
  return problem(
    'clock',
    `The clock of the target is ${seconds} s ${direction}.`,
    'synchronise both clocks (NTP); expiry cannot be judged otherwise.',
  );
}

function diagnoseAuth(open: Reach, withKey: Reach | undefined): Finding {
  const subject = 'API key';
  if (open.outcome === 'failed')
    return problem(subject, `GET /api/v1/machines gets no answer: ${open.problem}.`, open.fix);
  if (open.answer.status === 200) {
    return withKey === undefined
      ? ok(subject, 'The API gate is open; no key is needed.')
      : note(
          subject,
          'A key was given, but the API gate is open.',
          'leave --api-key-file out, or set PEAQOS_REQUIRE_API_AUTH=true on the target.',
        );
  }
  const code = valueAt(parseJson(open.answer.text), 'error.code');
  if (open.answer.status !== 401 || code !== 'AUTH_REQUIRED') {
    const what = `${open.answer.status}${typeof code === 'string' ? ` ${code}` : ''}`;
    return problem(
      subject,
      `GET /api/v1/machines without a key is answered ${what}, neither 200 nor 401 AUTH_REQUIRED.`,
      'look at the log of the target, and at what stands in front of it.',
    );
  }
  if (withKey === undefined)
    return problem(
      subject,
      'The API gate is closed, and no key was given.',
      'write a deployment key into a file and give --api-key-file FILE.',
    );
  if (withKey.outcome === 'answered' && withKey.answer.status === 200)
    return ok(subject, 'The API gate is closed, and the key opens it.');
  return problem(
    subject,
    `The API gate is closed, and the key is refused (${statusOf(withKey)}).`,
    'compare the file with PEAQOS_API_KEY and PEAQOS_API_KEYS of the target.',
  );
}

function diagnoseRegistry(url: string, registry: Reach): Finding {
  const subject = 'identity registry';
  if (registry.outcome === 'failed') return problem(subject, `${url}: ${registry.problem}.`, registry.fix);
  const { status } = registry.answer;
  if (status >= 500 || status === 429)
    return problem(
      subject,
      `${url} answers ${status}.`,
      'wait until the registry is well, or point PEAQOS_MCR_API_URL at another one.',
    );
  return ok(subject, `${url} answers.`);
}
