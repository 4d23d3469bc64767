import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

const WORKLOAD = '0123456789abcdef';

let server: TestServer;
let admin: ApiClient;

beforeAll(async () => {
  server = await runServer();
  admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  await admin.post('/api/log-scan-rules', { name: 'taken', pattern: 'x' });
});
afterAll(() => server.dispose());

/** What was sent, and the whole sentence that a person reads. */
type Refusal = readonly [method: string, path: string, body: object | undefined, status: number, message: string];

const RULES: readonly Refusal[] = [
  ['POST', '', {}, 400, 'Not understood: "name" in the body: missing. The details tell of 1 more.'],
  [
    'POST',
    '',
    { name: 'a', pattern: 'x', sevrity: 'warn' },
    400,
    'Not understood: the body: there is no "sevrity" (did you mean "severity"?).',
  ],
  [
    'POST',
    '',
    { name: 'a\u200bb', pattern: 'x' },
    400,
    'Not understood: "name" in the body: must be one line of text, without blanks at its ends, and without characters that cannot be seen, steer a terminal or turn the writing round.',
  ],
  [
    'POST',
    '',
    { name: 'taken', pattern: 'x' },
    409,
    'A rule with the name "taken" exists already among the global rules.',
  ],
  [
    'POST',
    '',
    { name: 'a', pattern: '(' },
    422,
    'The pattern is not valid at its character 1: This parenthesis is never closed; write \\( for a parenthesis.',
  ],
  [
    'POST',
    '',
    { name: 'a', pattern: 'x', threshold_count: 5 },
    422,
    'A threshold needs both: so many hits, within so many seconds.',
  ],
  [
    'POST',
    '',
    { name: 'a', pattern: 'x', workload_id: WORKLOAD, overrides_rule_id: '9' },
    422,
    'Only a global rule can be overridden, and there is none with this id.',
  ],
  ['PATCH', '/1', {}, 400, 'Not understood: the body: name what is to change.'],
  ['PATCH', '/9', { name: 'b' }, 404, 'There is no rule with the id 9.'],
  ['PUT', '/1', {}, 404, 'Nothing answers PUT at this path. GET /api/docs lists what there is.'],
  ['GET', '?limit=1&limit=2', undefined, 400, 'Not understood: "limit" in the query: it is given more than once.'],
  [
    'GET',
    '?nam=x',
    undefined,
    400,
    'Not understood: the query: there is no "nam"; there is limit, cursor, overrides_rule_id.',
  ],
  ['POST', '/test', { pattern: 'x' }, 400, 'Not understood: the body: give either sample_line or sample_lines.'],
];

const REST: readonly Refusal[] = [
  [
    'POST',
    '/mutes',
    { until: '2100-01-01T00:00:00Z' },
    422,
    'A mute is about a rule, a workload, or a rule in a workload: name at least one of them.',
  ],
  [
    'POST',
    '/mutes',
    { rule_id: '1', until: 'tomorrow' },
    400,
    'Not understood: "until" in the body: must be a time such as 2027-01-31T06:00:00Z.',
  ],
  ['POST', '/mutes', { rule_id: '1', until: '2000-01-01T00:00:00Z' }, 422, 'This time has passed already.'],
  ['POST', '/explain', { line: 'x' }, 400, 'Not understood: the body: give either workload_id or container_id.'],
  [
    'POST',
    '/explain',
    { line: 'x', container_id: 'abc' },
    404,
    'No container with this id is known; GET /api/containers lists them.',
  ],
  [
    'GET',
    '/workloads/web',
    undefined,
    400,
    'Not understood: "id" in the path: an id of a workload has 16 digits; GET /api/workloads lists them.',
  ],
  [
    'GET',
    '/events?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z',
    undefined,
    422,
    'This span ends before it begins: "from" is later than "to".',
  ],
  ['GET', '/events/7', undefined, 404, 'There is no event with the id 7.'],
  [
    'GET',
    '/events/export?after_id=7',
    undefined,
    422,
    'There is no event with the id 7 any more; begin again without it.',
  ],
  [
    'POST',
    '/events',
    { severity: 'warn', message: 'x', source: 'docker' },
    422,
    'Only Tocsin itself makes events of the source docker; use another name.',
  ],
];

describe('what cannot be is refused in a sentence that says what would be right', () => {
  test.each(RULES)('%s /api/log-scan-rules%s %j', (...refusal) => expectRefusal('/api/log-scan-rules', refusal));

  test.each(REST)('%s /api%s %j', (...refusal) => expectRefusal('/api', refusal));
});

test('a name that cannot be told from another is none for a rule, a trigger, or a token', async () => {
  const made = {
    'log-scan-rules': { pattern: 'x' },
    'event-triggers': { channel: 'webhook', config: { url: 'https://example.org/' } },
    tokens: { scope: 'read' },
  };
  for (const [path, rest] of Object.entries(made))
    for (const [name, status] of [
      ['a b', 201],
      ['a\u200bb', 400],
      ['a\u202eb', 400],
      ['a ', 400],
    ] as const)
      expect((await admin.post(`/api/${path}`, { name, ...rest })).status, `${path} ${JSON.stringify(name)}`).toBe(
        status,
      );
});

async function expectRefusal(base: string, [method, path, body, status, message]: Refusal): Promise<void> {
  const reply = method === 'GET' ? await admin.get(base + path) : await admin.send(method, base + path, body);
  expect(reply).toMatchObject({ status, body: { error: { message } } });
}
