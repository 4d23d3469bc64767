import { expect, onTestFinished, test } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import { ApiClient } from '../support/api-client.ts';
import { POSTGRES, postgresForSuite } from '../support/postgres-server.ts';
import { describeWith } from '../support/requirement.ts';
import { ADMIN_PASSWORD, runServer } from '../support/running-server.ts';
import { waitUntil } from '../support/wait-until.ts';

const RULES = '/api/log-scan-rules';

describeWith(POSTGRES, 'two instances on one PostgreSQL', () => {
  const emptyDatabase = postgresForSuite();

  async function instance(databaseUrl: string): Promise<ApiClient> {
    const server = await runServer({ databaseUrl: new Secret(databaseUrl) });
    onTestFinished(() => server.dispose());
    const admin = new ApiClient(server.url);
    await admin.login('admin', ADMIN_PASSWORD);
    return admin;
  }

  test('have the same rules in force, whichever was asked to change them', async () => {
    const url = await emptyDatabase();
    const [one, two] = [await instance(url), await instance(url)];
    const inForce = async (admin: ApiClient) => {
      const { body } = await admin.get('/api/workloads/0123456789abcdef/effective-rules');
      return ((body?.rules ?? []) as { name: string; severity: string }[]).map(
        ({ name, severity }) => `${name} ${severity}`,
      );
    };
    const seenByTwo = (rules: string) =>
      waitUntil(async () => (await inForce(two)).join() === rules, { what: `"${rules}" to be in force on the other` });
    const { body } = await one.post(RULES, { name: 'a', pattern: 'x' });
    expect(await inForce(one)).toEqual(['a warn']);
    await seenByTwo('a warn');
    await one.send('PATCH', `${RULES}/${body?.id}`, { severity: 'critical' });
    await seenByTwo('a critical');
    expect((await two.post(RULES, { name: 'a', pattern: 'y' })).status).toBe(409);
    await two.send('DELETE', `${RULES}/${body?.id}`);
    expect(await inForce(two)).toEqual([]);
    await waitUntil(async () => (await inForce(one)).length === 0, { what: 'the rule to be gone' });
  });
});
