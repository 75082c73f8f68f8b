import { HttpClient } from '../contract/http-client.ts';
import { parseJson, valueAt } from '../contract/json.ts';
import type { DiagnosisOptions } from './diagnose.ts';
import { note, ok, problem } from './finding.ts';
import type { Finding } from './finding.ts';
import type { KnownIdentity } from './identity-source.ts';
import { tolerances } from './tolerances.ts';

const subject = 'identities';
const mostAsked = 5;

/** Whether the target can resolve the given identities and their keys may sign for them. */
export async function diagnoseIdentities(options: DiagnosisOptions): Promise<Finding[]> {
  const { identities, isReadOnly, baseUrl } = options;
  if (identities.length === 0) {
    return [
      note(
        subject,
        'No identities given: nothing that registers a machine can be tested.',
        'give some with --identities FILE.',
      ),
    ];
  }
  if (isReadOnly)
    return [ok(subject, `${identities.length} in the file; not tried, because --read-only was given.`)];
  const client = new HttpClient(baseUrl, options.probeMs ?? tolerances.doctorProbeMs);
  try {
    const asked = identities.slice(0, mostAsked);
    return await Promise.all(asked.map((identity) => ask(client, identity, options.apiKeys[0])));
  } finally {
    client.close();
  }
}

async function ask(
  client: HttpClient,
  { identityRef, account }: KnownIdentity,
  apiKey: string | undefined,
): Promise<Finding> {
  const headers = {
    'content-type': 'application/json',
    ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
  };
  const body = Buffer.from(JSON.stringify({ identityRef }));
  try {
    const answer = await client.send({
      method: 'POST',
      path: '/api/v1/machine-identity/challenges',
      headers,
      body,
    });
    return judge(identityRef, account.address, answer.status, parseJson(answer.text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return problem(
      subject,
      `No challenge for ${identityRef}: ${reason}.`,
      'see whether the target can reach its registry.',
    );
  }
}

function judge(identityRef: string, address: string, status: number, json: unknown): Finding {
  const code = valueAt(json, 'error.code');
  const controllers = valueAt(json, 'item.controllerAddresses');
  if (status >= 200 && status < 300 && Array.isArray(controllers)) {
    const isController = controllers.some(
      (controller) => String(controller).toLowerCase() === address.toLowerCase(),
    );
    return isController
      ? ok(subject, `${identityRef} resolves, and its key may sign.`)
      : problem(
          subject,
          `${identityRef} resolves, but ${address}, the address of its key, is none of its controllers.`,
          'give the key of one of its controllers.',
        );
  }
  if (code !== 'PEAQOS_IDENTITY_UNAVAILABLE') {
    return problem(
      subject,
      `A challenge for ${identityRef} is answered ${status}${typeof code === 'string' ? ` ${code}` : ''}.`,
      'repair what the other lines say first.',
    );
  }
  return status === 422
    ? problem(
        subject,
        `The registry of the target does not know ${identityRef}.`,
        'give identities of the network that the target uses.',
      )
    : problem(
        subject,
        `The target cannot reach its identity registry (${identityRef} answered ${status}).`,
        'see that PEAQOS_MCR_API_URL of the target can be reached from there.',
      );
}
