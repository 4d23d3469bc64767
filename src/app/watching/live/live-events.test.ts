import { describe, expect, test } from 'vitest';
import { AS_TRACES } from '../../../core/joining/joining.ts';
import type { EventStream } from '../../../http/event-stream.ts';
import type { LiveLine } from '../../../sources/live-sink.ts';
import { type LiveEventsOptions, liveEvents } from './live-events.ts';
import { streamOutlet } from './live-outlet.ts';

const ESC = '\u001b';

/** What a client is sent, in order. */
function client() {
  const sent: string[] = [];
  const stream = {
    send: ({ event, id, data }: { event: string; id?: string; data: unknown }) =>
      sent.push(`${event} ${id ?? ''} ${JSON.stringify(data)}`),
    mark: (id: string) => sent.push(`mark ${id}`),
    close: (reason: string) => sent.push(`close ${reason}`),
    isBehind: false,
    onceTaken: () => undefined,
  };
  // Only these parts of a stream are used.
  return { sent, stream: stream as unknown as EventStream };
}

function line(text: string | Uint8Array, changes: Partial<LiveLine> = {}): LiveLine {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return { id: 'x', stamp: { seconds: 0, nanos: 7 }, stream: 1, bytes, truncated: false, ...changes };
}

function shown(one: LiveLine, options: Partial<LiveEventsOptions> = {}): Readonly<Record<string, unknown>> | undefined {
  const { sent, stream } = client();
  liveEvents(streamOutlet(stream), { query: undefined, rulesOf: () => [], ...options }).line(one);
  const [first] = sent;
  return first === undefined ? undefined : JSON.parse(first.slice('line x '.length));
}

describe('a line', () => {
  test('is sent with its id, its moment to the nanosecond, its stream, its colours and the rules that match it', () => {
    const rulesOf = ({ bytes }: LiveLine) =>
      Buffer.from(bytes).includes('ERROR') ? [{ id: '7', name: 'errors' }] : [];
    expect(shown(line(`${ESC}[31mERROR${ESC}[0m`, { stream: 2 }), { rulesOf })).toEqual({
      stream: 'stderr',
      at: '1970-01-01T00:00:00.000000007Z',
      text: `${ESC}[31mERROR${ESC}[0m`,
      truncated: false,
      rules: [{ id: '7', name: 'errors' }],
    });
    expect(shown(line('fine'), { rulesOf })).toMatchObject({ stream: 'stdout', rules: [] });
  });

  test('of those that are judged joined has the rules that match with those before it, shown or not', () => {
    const { sent, stream } = client();
    const rulesOf = ({ bytes }: LiveLine) =>
      /^ERROR.*refused/s.test(Buffer.from(bytes).toString()) ? [{ id: '7', name: 'refused' }] : [];
    const sink = liveEvents(streamOutlet(stream), { query: 'refused', rulesOf, joining: AS_TRACES });
    for (const text of ['ERROR', '\tat take', 'Caused by: refused']) sink.line(line(text));
    expect(sent).toEqual([expect.stringMatching(/^line x .*Caused by: refused.*"name":"refused"/)]);
  });

  test('that is no UTF-8 is shown as far as it is, and a mark of the byte order is kept', () => {
    expect(shown(line(Uint8Array.of(0x61, 0xff, 0x62)))).toMatchObject({ text: 'a\ufffdb' });
    expect(shown(line('\ufeffa'))).toMatchObject({ text: '\ufeffa' });
  });

  test('that is long is shown up to a whole character, and as truncated; so is one that came truncated', () => {
    expect(shown(line('ä'.repeat(8_192)))).toMatchObject({ text: 'ä'.repeat(8_192), truncated: false });
    expect(shown(line(`x${'ä'.repeat(8_192)}`))).toMatchObject({ text: `x${'ä'.repeat(8_191)}`, truncated: true });
    expect(shown(line('x', { truncated: true }))).toMatchObject({ truncated: true });
  });
});

describe('a view with a query', () => {
  test('shows what contains it, in whatever case, through colours, and behind what is shown of a long line', () => {
    const finds = (query: string, text: string) => shown(line(text), { query }) !== undefined;
    expect(finds('Error', `an ER${ESC}[1;31mROR${ESC}[0m here`)).toBe(true);
    expect(finds('needle', `${'x'.repeat(100_000)} needle`)).toBe(true);
    expect(finds('31m', `${ESC}[31mred`)).toBe(false);
    expect(finds('error', 'all is well')).toBe(false);
  });

  test('tells its client now and then how far it is, although nothing fits', () => {
    const { sent, stream } = client();
    const sink = liveEvents(streamOutlet(stream), { query: 'error', rulesOf: () => [] });
    for (let n = 1; n <= 2_500; n++) sink.line(line('well', { id: `${n}` }));
    expect(sent).toEqual(['mark 1000', 'mark 2000']);
  });
});

test('a state is sent when it is another than before, a gap with its reason, and the end of the container ends the view', () => {
  const { sent, stream } = client();
  const sink = liveEvents(streamOutlet(stream), { query: undefined, rulesOf: () => [] });
  for (const words of ['no socket', 'no socket', 'no answer']) sink.state('failed', words);
  sink.state('following');
  sink.state('following');
  sink.gap('rotated');
  sink.gap('too_many');
  sink.gone();
  expect(sent).toEqual([
    'state  {"state":"failed","words":"no socket"}',
    'state  {"state":"failed","words":"no answer"}',
    'state  {"state":"following","words":null}',
    expect.stringMatching(/^gap {2}\{"reason":"rotated","words":".+"\}$/),
    expect.stringMatching(/^gap {2}\{"reason":"too_many","words":".+"\}$/),
    'close the log is gone',
  ]);
});
