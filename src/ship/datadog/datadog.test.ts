import { describe, expect, test } from 'vitest';
import { guarded, namesOf } from '../../../test/support/guarded.ts';
import { startDatadogIntake } from '../../../test/support/intake/datadog-intake.ts';
import type { Treatment } from '../../../test/support/intake/intake.ts';
import { LOGGED_AT, loggedLine, loggedLines } from '../../../test/support/logged-line.ts';
import { Secret } from '../../config/secret.ts';
import { createDatadog } from './datadog.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const HOUR = 3_600_000;
const going = () => new AbortController().signal;

async function datadog({ script = ['takes'], now = LOGGED_AT + 1_000, url }: Partial<Scene> = {}) {
  const { intake, entries } = await startDatadogIntake(KEY, { now: () => now });
  intake.script(...script);
  const destination = createDatadog({
    ...{
      url: url ?? intake.url,
      apiKey: new Secret(KEY),
      batchLines: 5_000,
      everyMs: 5_000,
      clock: { now: () => now },
    },
    ...{ hostname: 'alpha', version: '1.2.3', http: guarded({ allow: '127.0.0.0/8', lookup: namesOf({}) }).http },
  });
  return { intake, entries, destination };
}

interface Scene {
  readonly script: readonly [Treatment, ...Treatment[]];
  readonly now: number;
  readonly url: string;
}

test('a batch is one request in gzip, with an entry for each line', async () => {
  const { intake, entries, destination } = await datadog();
  const line = loggedLine({
    level: 'warning',
    event: 'store_failed',
    data: { attempts: 3, words: 'ä "quoted" \n line' },
  });
  expect(await destination.send([line, loggedLine()], going())).toEqual({ outcome: 'sent' });
  expect([intake.requests.length, intake.faults]).toEqual([1, []]);
  expect(entries[0]).toEqual({
    ...{ message: line.text, ddsource: 'tocsin', service: 'tocsin', hostname: 'alpha', status: 'warn' },
    ...{ ddtags: 'version:1.2.3,logger:tocsin.rules,event:store_failed', timestamp: LOGGED_AT },
  });
});

describe('what Datadog takes at most', () => {
  test('is never exceeded, whatever has to be escaped', async () => {
    const { intake, entries, destination } = await datadog();
    const { lines, bytes } = destination.batch;
    expect(lines).toBe(1_000);
    const each = Math.floor(bytes / lines);
    const line = loggedLine();
    const quotes = '"'.repeat((each - line.text.length - 20) / 2);
    const batch = loggedLines(lines, { data: { quotes } });
    const total = batch.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    expect([total <= bytes, total > 0.95 * bytes]).toEqual([true, true]);
    expect(await destination.send(batch, going())).toEqual({ outcome: 'sent' });
    expect([intake.faults, entries.length]).toEqual([[], 1_000]);
  });

  test.each([
    ['quotes', '"'],
    ['letters of several bytes', 'ä€'],
    ['pairs of code units', '🎺'],
  ])('is not exceeded by a single line of %s: its end is left out, and that is seen', async (_, text) => {
    const { intake, entries, destination } = await datadog();
    const data = Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`part_${n}`, text.repeat(8_000)]));
    const line = loggedLine({ data });
    expect(Buffer.byteLength(JSON.stringify(line.text))).toBeGreaterThan(1_000_000);
    expect(await destination.send([line], going())).toEqual({ outcome: 'sent' });
    const [message = ''] = entries.map((entry) => entry.message);
    expect([intake.faults, message.at(-1), line.text.startsWith(message.slice(0, -1))]).toEqual([[], '…', true]);
    expect(Buffer.byteLength(message)).toBeGreaterThan(490_000);
  });

  test('has an age, too: what it would throw away is not sent, and not taken for sent', async () => {
    const { entries, destination } = await datadog();
    const old = loggedLine({ id: 'old', at: LOGGED_AT - 18 * HOUR });
    const words = 'Datadog keeps no line of 18 hours ago, so none older than 17.75 hours is sent.';
    const result = await destination.send([old, loggedLine({ at: LOGGED_AT - 17 * HOUR }), old], going());
    expect(result).toEqual({ outcome: 'partly', again: [], refused: [0, 2], words, kind: 'too_old' });
    // Others may be younger, so it is no refusal of all.
    expect(await destination.send([old], going())).toMatchObject({ outcome: 'partly', refused: [0] });
    expect(entries.length).toBe(1);
  });

  test('has an age that is kept a quarter of an hour away from, to the millisecond', async () => {
    const { entries, destination } = await datadog({ now: LOGGED_AT });
    const lines = [17.75 * HOUR, 17.75 * HOUR + 1].map((age) => loggedLine({ at: LOGGED_AT - age }));
    expect(await destination.send(lines, going())).toMatchObject({ outcome: 'partly', refused: [1] });
    expect(entries.map(({ timestamp }) => timestamp)).toEqual([LOGGED_AT - 17.75 * HOUR]);
  });
});

describe('an answer', () => {
  test.each([408, 429, 500, 502, 503, 504])('of %i is no last word', async (status) => {
    const { destination } = await datadog({ script: [{ status, headers: { 'retry-after': '7' }, body: 'later' }] });
    const words = `Datadog answered ${status}: later`;
    expect(await destination.send([loggedLine()], going())).toEqual({ outcome: 'again', words, waitMs: 7_000 });
  });

  test.each([400, 401, 403, 404, 425, 302])('of %i is one, and the key is not in its words', async (status) => {
    const { destination } = await datadog({ script: [{ status, body: `{"errors":["no key ${KEY}"]}` }] });
    const result = await destination.send([loggedLine()], going());
    expect(result).toMatchObject({ outcome: 'refused', words: expect.stringContaining(`Datadog answered ${status}`) });
    expect(JSON.stringify(result)).not.toContain(KEY);
  });

  test('of 413 asks for less at once', async () => {
    const { destination } = await datadog({ script: [{ status: 413 }] });
    expect(await destination.send([loggedLine()], going())).toEqual({
      outcome: 'too_large',
      words: 'Datadog answered 413',
    });
  });

  test('that does not come is waited for again, unless the name is unknown', async () => {
    const { destination } = await datadog({ script: ['reset'] });
    expect(await destination.send([loggedLine()], going())).toMatchObject({ outcome: 'again' });
    const nowhere = await datadog({ url: 'http://intake.invalid' });
    expect(await nowhere.destination.send([loggedLine()], going())).toMatchObject({ outcome: 'refused' });
  });

  test('is not waited for when it is to end', async () => {
    const { intake, destination } = await datadog({ script: ['silence'] });
    const late = new AbortController();
    const sending = destination.send([loggedLine()], late.signal);
    await expect.poll(() => intake.requests.length).toBe(1);
    late.abort();
    expect(await sending).toMatchObject({ outcome: 'again' });
  });
});
