import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { ApiClient } from '../test/support/api-client.ts';
import { ADMIN_PASSWORD, runServer } from '../test/support/running-server.ts';
import type { ApiDocument } from './client/client-types.ts';
import { GENERATED, generateClient } from './generate-client.ts';

test('the committed types of the UI’s calls are those of the document that a server gives', async () => {
  const server = await runServer();
  onTestFinished(() => server.dispose());
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  const { body } = await admin.get('/api/openapi.json');
  const fresh = generateClient(body as unknown as ApiDocument);
  const isFresh = readFileSync(GENERATED, 'utf8') === fresh;
  expect(isFresh, 'run npm run generate:client and commit what it writes').toBe(true);
});
