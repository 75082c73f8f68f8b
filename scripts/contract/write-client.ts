import { createClient } from '@hey-api/openapi-ts';

/** Writes types, schemas and a typed client of the bundled document into `folder`. */
export async function writeClient(input: string, folder: string): Promise<void> {
  await createClient({
    input,
    logs: { level: 'silent' },
    output: { path: folder, module: { extension: '.ts' } },
    plugins: [
      {
        name: '@hey-api/typescript',
        // The default patterns clash with schemas named <Operation>Request and <Operation>Response.
        requests: { name: '{{name}}Operation' },
        responses: { name: '{{name}}Replies' },
        errors: { name: '{{name}}Failures' },
      },
      '@hey-api/schemas',
      '@hey-api/client-fetch',
      '@hey-api/sdk',
    ],
  });
}
