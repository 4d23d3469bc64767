import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guarded, namesOf } from '../../../test/support/guarded.ts';
import { Cluster, type NodeOptions, startElasticsearchNode } from '../../../test/support/intake/elasticsearch-node.ts';
import type { Treatment } from '../../../test/support/intake/intake.ts';
import { LOGGED_AT, loggedLine, loggedLines } from '../../../test/support/logged-line.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { Secret } from '../../config/secret.ts';
import { systemClock } from '../../core/clock.ts';
import { createElasticsearch, type ElasticsearchOptions } from './elasticsearch.ts';
import { FORGIVEN_MS } from './nodes.ts';

const going = () => new AbortController().signal;
const NOBODY = { apiKey: undefined, username: undefined, password: undefined };

function to(urls: readonly string[], options: Partial<ElasticsearchOptions> = {}) {
  return createElasticsearch({
    ...{ urls, indexPrefix: 'tocsin', login: NOBODY, batchLines: 100, everyMs: 5_000, clock: systemClock },
    ...{ hostname: 'alpha', version: '1.2.3', http: guarded({ allow: '127.0.0.0/8' }).http, ...options },
  });
}

interface Scene extends NodeOptions {
  readonly script?: readonly [Treatment, ...Treatment[]];
  readonly login?: ElasticsearchOptions['login'];
}

async function cluster({ script = ['takes'], login = NOBODY, ...options }: Scene = {}) {
  const node = await startElasticsearchNode(options);
  node.intake.script(...script);
  return { ...node, destination: to([node.intake.url], { login }) };
}

describe('a batch', () => {
  test('is one bulk request in gzip, with a document for each line in the index of its own day', async () => {
    const { intake, documents, destination } = await cluster();
    const error = Object.assign(new TypeError('it broke'), { code: 'broken' });
    const line = loggedLine({ id: 'run-7', level: 'warning', data: { rule_id: 4, isOn: true, error } });
    expect(await destination.send([line, loggedLine({ id: 'run-8' })], going())).toEqual({ outcome: 'sent' });
    expect([intake.requests.length, intake.faults, documents.size]).toEqual([1, [], 2]);
    expect(documents.get('tocsin-2026.01.31/run-7')).toEqual({
      '@timestamp': '2026-01-31T23:59:59.999Z',
      message: line.text,
      log: { level: 'warning', logger: 'tocsin.rules' },
      event: { id: 'run-7', action: 'rule_saved', dataset: 'tocsin.log', module: 'tocsin' },
      host: { name: 'alpha' },
      service: { name: 'tocsin', version: '1.2.3' },
      error: { type: 'TypeError', code: 'broken', message: 'it broke' },
      labels: { rule_id: '4', isOn: 'true' },
    });
  });

  test('fits into what clusters take, whatever its lines say', async () => {
    const { intake, documents, destination } = await cluster();
    const { bytes } = destination.batch;
    const texts = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`part_${n}`, '"'.repeat(950)]));
    const one = Buffer.byteLength(loggedLine({ data: texts }).text) + 10;
    const batch = loggedLines(Math.floor(bytes / one), { data: texts });
    expect(await destination.send(batch, going())).toEqual({ outcome: 'sent' });
    expect([intake.faults, documents.size]).toEqual([[], batch.length]);
  });
});

test('no line is ever refused because of what another one said, whatever their data', async () => {
  const { intake, documents, destination } = await cluster();
  const name = fc.constantFrom('a', 'a.b', 'b', 'error', 'since', 'timestamp', 'Ä ß', '.', '…', 'error.message');
  const text = fc.constantFrom('2026-01-31', '2026-01-31T10:00:00Z', '2026/01/31', ' 2026-01', '5', 'true', '', 'x');
  const value = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.string(), fc.date());
  const nested = fc.oneof(value, fc.array(value), fc.dictionary(name, value), fc.constant(new Error('2026-01-31')));
  let count = 0;
  let day = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.dictionary(name, nested), { minLength: 2, maxLength: 20 }), async (all) => {
      // An index that has seen nothing yet: what comes first decides.
      const at = LOGGED_AT + day++ * 86_400_000;
      const lines = all.map((data) => loggedLine({ id: `run-${count++}`, data, at }));
      expect(await destination.send(lines, going())).toEqual({ outcome: 'sent' });
    }),
    { numRuns: 100 },
  );
  expect([intake.faults, documents.size]).toEqual([[], count]);
});

describe('a login', () => {
  const encoded = Buffer.from('an-id:a-key-of-some-length').toString('base64');
  test.each([
    ['an API key of two parts', { ...NOBODY, apiKey: new Secret('an-id:a-key-of-some-length') }, `ApiKey ${encoded}`],
    ['an encoded API key', { ...NOBODY, apiKey: new Secret(encoded) }, `ApiKey ${encoded}`],
    ['a user', { ...NOBODY, username: 'ada', password: new Secret('pä:ss') }, `Basic ${btoa('ada:pÃ¤:ss')}`],
    ['nobody', NOBODY, undefined],
  ])('of %s goes with each request', async (_, login, authorization) => {
    const { intake, destination } = await cluster({ login, authorization });
    expect([await destination.send([loggedLine()], going()), intake.faults]).toEqual([{ outcome: 'sent' }, []]);
  });

  test.each([401, 403])('that is refused with %i is the last word, in which no secret stands', async (status) => {
    const login = { ...NOBODY, apiKey: new Secret('an-id:a-key-of-some-length') };
    const script = [{ status, body: `no: ${encoded}, a-key-of-some-length` }] as const;
    const { destination } = await cluster({ login, authorization: `ApiKey ${encoded}`, script });
    const result = await destination.send([loggedLine()], going());
    expect(result).toMatchObject({ outcome: 'refused', words: expect.stringContaining(`answered ${status}`) });
    expect(JSON.stringify(result)).not.toMatch(/a-key|YW4taWQ/);
  });
});

describe('an answer', () => {
  test('says of each line what became of it: those that are there are sent, those that may be taken go again, the others never', async () => {
    const node = await startElasticsearchNode();
    const destination = to([node.intake.url]);
    const lines = loggedLines(6);
    await destination.send(lines.slice(0, 1), going());
    const fate = [undefined, 429, 400, 503, undefined, 403];
    node.intake.script(
      node.but((place) => fate[place]),
      'takes',
    );
    expect(await destination.send(lines, going())).toEqual({
      ...{ outcome: 'partly', again: [1, 3], refused: [2, 5], kind: '400 document_parsing_exception' },
      words: `Elasticsearch answered 400 for a line: document_parsing_exception: as the test says: 400 (document ${lines[2]?.id})`,
    });
    const again = [1, 3].flatMap((place) => lines[place] ?? []);
    expect(await destination.send(again, going())).toEqual({ outcome: 'sent' });
    expect([node.documents.size, node.intake.faults]).toEqual([4, []]);
  });

  test('to some of them says when they may come again', async () => {
    const node = await startElasticsearchNode();
    node.intake.script((request) => ({
      ...node.but((place) => (place === 1 ? 429 : undefined))(request),
      headers: { 'retry-after': '7' },
    }));
    const result = await to([node.intake.url]).send(loggedLines(2), going());
    expect(result).toMatchObject({ outcome: 'partly', again: [1], waitMs: 7_000 });
  });

  test('that forbids each of them is a refusal of all', async () => {
    const node = await startElasticsearchNode();
    node.intake.script(node.but(() => 403));
    const result = await to([node.intake.url]).send(loggedLines(3), going());
    expect(result).toMatchObject({ outcome: 'refused', kind: '403 security_exception' });
    node.intake.script(node.but((place) => (place === 1 ? undefined : 403)));
    expect(await to([node.intake.url]).send(loggedLines(3), going())).toMatchObject({ refused: [0, 2] });
  });

  test('that is torn makes the lines go again, and each is there once', async () => {
    const { documents, destination } = await cluster({ script: ['torn', 'takes'] });
    const lines = loggedLines(10);
    const words = 'Elasticsearch answered 200, not as a bulk request is answered, but not to the end';
    expect(await destination.send(lines, going())).toEqual({ outcome: 'again', words });
    expect(documents.size).toBe(10);
    expect(await destination.send(lines, going())).toEqual({ outcome: 'sent' });
    expect(documents.size).toBe(10);
  });

  test('is read to its end also where it says much of a thousand lines', async () => {
    const items = Array.from({ length: 1_000 }, () => ({
      create: { status: 400, error: { type: 'document_parsing_exception', reason: 'r'.repeat(900) } },
    }));
    const { destination } = await cluster({ script: [{ status: 200, body: JSON.stringify({ errors: true, items }) }] });
    const result = await destination.send(loggedLines(1_000), going());
    expect(result).toMatchObject({ outcome: 'partly', again: [], refused: { length: 1_000 } });
  });

  test.each([
    ['of something else', '<html>Log in</html>'],
    ['about other lines', '{"errors":false,"items":[]}'],
    ['about more lines', '{"errors":false,"items":[{"create":{"status":201}},{"create":{"status":201}}]}'],
  ])('%s is not taken for a success', async (_, body) => {
    const { destination } = await cluster({ script: [{ status: 200, body }] });
    expect(await destination.send([loggedLine()], going())).toMatchObject({ outcome: 'again' });
  });

  test('to all of them says whether it may pass, when, and whether it was too much', async () => {
    const busy = { status: 429, headers: { 'retry-after': '9' } };
    const { destination } = await cluster({
      script: [busy, { status: 503 }, { status: 413 }, 'reset', { status: 400 }],
    });
    const results = [];
    for (let n = 0; n < 5; n += 1) results.push(await destination.send([loggedLine()], going()));
    expect(results.map(({ outcome }) => outcome)).toEqual(['again', 'again', 'too_large', 'again', 'refused']);
    expect(results[0]).toEqual({ outcome: 'again', words: 'Elasticsearch answered 429', waitMs: 9_000 });
  });
});

describe('of several nodes', () => {
  async function twoNodes(script: readonly [Treatment, ...Treatment[]]) {
    const shared = new Cluster();
    const first = await startElasticsearchNode({ cluster: shared });
    const second = await startElasticsearchNode({ cluster: shared });
    first.intake.script(...script);
    const clock = new ManualClock();
    const destination = to([first.intake.url, second.intake.url], { clock });
    const asked = () => [first.intake.requests.length, second.intake.requests.length];
    return { first, second, clock, destination, asked };
  }

  test('the next is asked where one answers with a fault of its own or not at all, and the first again after a while', async () => {
    const { clock, destination, asked } = await twoNodes([{ status: 502 }, 'reset', 'takes']);
    const send = () => destination.send([loggedLine()], going());
    expect([(await send()).outcome, asked()]).toEqual(['again', [1, 0]]);
    expect([(await send()).outcome, asked()]).toEqual(['sent', [1, 1]]);
    await clock.advance(FORGIVEN_MS);
    expect([(await send()).outcome, asked()]).toEqual(['sent', [2, 2]]);
    await clock.advance(FORGIVEN_MS - 1);
    expect([(await send()).outcome, asked()]).toEqual(['sent', [2, 3]]);
    await clock.advance(1);
    expect([(await send()).outcome, asked()]).toEqual(['sent', [3, 3]]);
  });

  test('one that cannot be reached costs no attempt while another can be', async () => {
    const { clock, destination, second } = await twoNodes(['reset']);
    for (let minute = 0; minute < 10; minute += 1) {
      expect(await destination.send([loggedLine()], going())).toEqual({ outcome: 'sent' });
      await clock.advance(FORGIVEN_MS);
    }
    expect(second.intake.requests.length).toBe(10);
  });

  test('each is asked once an attempt where none can be reached', async () => {
    const { second, clock, destination, asked } = await twoNodes(['reset']);
    second.intake.script('reset');
    for (let n = 1; n <= 3; n += 1) {
      expect([(await destination.send([loggedLine()], going())).outcome, asked()]).toEqual(['again', [n, n]]);
      await clock.advance(1_000);
    }
  });

  test('one that wants to be left alone is not asked in place of one that cannot be reached', async () => {
    const { second, clock, destination, asked } = await twoNodes(['reset']);
    second.intake.script({ status: 429, headers: { 'retry-after': '120' } });
    expect([(await destination.send([loggedLine()], going())).outcome, asked()]).toEqual(['again', [1, 1]]);
    await clock.advance(1_000);
    expect([(await destination.send([loggedLine()], going())).outcome, asked()]).toEqual(['again', [2, 1]]);
  });

  test('no further one is asked when it is to end', async () => {
    const { first, second } = await twoNodes(['silence']);
    const { http } = guarded({ allow: '127.0.0.0/8' });
    const asked: string[] = [];
    const send: typeof http.send = (request) => {
      asked.push(new URL(request.url).origin);
      return http.send(request);
    };
    const late = new AbortController();
    const sending = to([first.intake.url, second.intake.url], { http: { send } }).send([loggedLine()], late.signal);
    await expect.poll(() => first.intake.requests.length).toBe(1);
    late.abort();
    expect([(await sending).outcome, asked]).toEqual(['again', [first.intake.url]]);
  });

  test('each has its turn while all fail', async () => {
    const { second, clock, destination, asked } = await twoNodes([{ status: 503 }]);
    second.intake.script({ status: 503 });
    for (let n = 0; n < 6; n += 1) {
      await destination.send([loggedLine()], going());
      await clock.advance(1_000);
    }
    expect(asked()).toEqual([3, 3]);
  });

  test('the next is asked at once where one wants to be left alone, and that one when its time has come', async () => {
    const { clock, destination, asked } = await twoNodes([
      { status: 503, headers: { 'retry-after': '3600' } },
      'takes',
    ]);
    const send = () => destination.send([loggedLine()], going());
    expect(await send()).toEqual({ outcome: 'again', words: 'Elasticsearch answered 503', waitMs: 0 });
    await clock.advance(FORGIVEN_MS);
    expect([await send(), asked()]).toEqual([{ outcome: 'sent' }, [1, 1]]);
    await clock.advance(3_600_000 - FORGIVEN_MS - 1);
    expect([await send(), asked()]).toEqual([{ outcome: 'sent' }, [1, 2]]);
    await clock.advance(1);
    expect([await send(), asked()]).toEqual([{ outcome: 'sent' }, [2, 2]]);
  });

  test('all are left alone where all want it, until the first of them may be asked', async () => {
    const busy = (seconds: number) => ({ status: 429, headers: { 'retry-after': `${seconds}` } });
    const { second, clock, destination, asked } = await twoNodes([busy(50), 'takes']);
    second.intake.script(busy(20));
    const results = [await destination.send([loggedLine()], going()), await destination.send([loggedLine()], going())];
    expect(results).toMatchObject([{ waitMs: 0 }, { outcome: 'again', waitMs: 20_000 }]);
    await clock.advance(20_000);
    expect(await destination.send([loggedLine()], going())).toMatchObject({ outcome: 'again', waitMs: 20_000 });
    await clock.advance(30_000);
    expect([await destination.send([loggedLine()], going()), asked()]).toEqual([{ outcome: 'sent' }, [2, 2]]);
  });

  test('one whose name is unknown is no reason to give up, all of them are', async () => {
    const { http } = guarded({ allow: '127.0.0.0/8', lookup: namesOf({}) });
    const { intake } = await startElasticsearchNode();
    const destination = to(['http://one.example', intake.url], { http });
    expect(await destination.send([loggedLine()], going())).toEqual({ outcome: 'sent' });
    const nowhere = to(['http://one.example', 'http://two.example'], { http });
    expect(await nowhere.send([loggedLine()], going())).toMatchObject({ outcome: 'refused' });
  });

  test('none is given up while DNS says nothing of their names', async () => {
    const lookup = () => Promise.reject(Object.assign(new Error('EAI_AGAIN'), { code: 'EAI_AGAIN' }));
    const { http } = guarded({ lookup });
    const destination = to(['http://one.example', 'http://two.example'], { http });
    for (let n = 0; n < 4; n += 1)
      expect(await destination.send([loggedLine()], going())).toMatchObject({ outcome: 'again' });
  });
});
