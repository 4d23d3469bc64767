import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSyslog } from '../../../test/support/syslog/syslog-reading.ts';
import type { LogLevel } from '../../telemetry/logger.ts';
import { readLine } from '../log-line.ts';
import { countedMessage, MOST_DATAGRAM_BYTES, type SyslogSource, shortMessage } from './syslog-message.ts';

const SOURCE: SyslogSource = { hostname: 'web-1.example.org', programName: 'tocsin', processId: 42 };
const AT = Date.parse('2026-01-31T10:11:12.345Z');

const lineOf = (data: Readonly<Record<string, unknown>> = {}, sequence = 1) => {
  const own = { level: 'info', timestamp: '2026-01-31T10:11:12.345Z', logger_name: 'http', event: 'http_request' };
  return readLine({ id: `run-${sequence}`, sequence, text: JSON.stringify({ ...own, ...data }) });
};
const messageOf = (line = lineOf(), source = SOURCE): string =>
  countedMessage(line, source).toString().replace(/^\d+ /, '');

describe('a message', () => {
  test('is exactly as RFC 5424 writes it', () => {
    const line = lineOf({ correlation_id: 'c-7', path: '/grüße' });
    expect(messageOf(line)).toBe(
      `<30>1 2026-01-31T10:11:12.345Z web-1.example.org tocsin 42 http_request [meta sequenceId="1"] ${line.text}`,
    );
  });

  test.each([
    ['critical', 26],
    ['error', 27],
    ['warning', 28],
    ['info', 30],
    ['debug', 31],
  ] satisfies [LogLevel, number][])('of the level %s has the priority %i', (level, priority) => {
    expect(messageOf(lineOf({ level }))).toMatch(new RegExp(`^<${priority}>1 `));
  });

  test('bears the number of its line, which begins again where RFC 5424 has no larger one', () => {
    const numbers = [1, 2_147_483_647, 2_147_483_648].map((n) => readSyslog(messageOf(lineOf({}, n))).sequence);
    expect(numbers).toEqual([1, 2_147_483_647, 1]);
  });

  test('says that nothing is known where nothing is', () => {
    const line = { ...lineOf(), at: Number.NaN, event: '' };
    expect(messageOf(line, { ...SOURCE, hostname: '', programName: '' })).toMatch(/^<30>1 - - - 42 - \[/);
  });

  test('holds nothing but short printable ASCII in front, whatever it is given', () => {
    const { hostname, messageId } = readSyslog(
      messageOf({ ...lineOf(), event: `a b\n${'é'.repeat(40)}` }, { ...SOURCE, hostname: `bü ro${'x'.repeat(300)}` }),
    );
    expect(messageId).toBe(`a_b_${'_'.repeat(28)}`);
    expect(hostname).toBe(`b__ro${'x'.repeat(250)}`);
  });

  test('is read back as it was meant, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = { ...lineOf(), text };
        for (const bytes of [Buffer.from(messageOf(line)), shortMessage(line, SOURCE)]) {
          const read = readSyslog(bytes.toString());
          expect([read.priority, read.programName, read.messageId, read.sequence]).toEqual([
            ...[30, 'tocsin', 'http_request', 1],
          ]);
        }
      }),
    );
  });
});

describe('a message in a stream', () => {
  test('stands behind the number of its bytes, however many lines it has', () => {
    const text = '{"a":"ä🚨\n'.repeat(3);
    const bytes = countedMessage({ ...lineOf(), text }, SOURCE);
    const [length = ''] = bytes.toString().split(' ', 1);
    expect(Number(length)).toBe(bytes.length - length.length - 1);
    expect(bytes.toString().endsWith(text)).toBe(true);
  });

  test('is as long as its line', () => {
    const line = lineOf({ long: 'ä'.repeat(100_000) });
    expect(countedMessage(line, SOURCE).toString().endsWith(line.text)).toBe(true);
  });
});

describe('a message in a datagram', () => {
  test('is whole where it fits to the byte, and else loses the end of its text between two characters', () => {
    const room = MOST_DATAGRAM_BYTES - Buffer.byteLength(shortMessage({ ...lineOf(), text: '' }, SOURCE));
    const whole = shortMessage({ ...lineOf(), text: 'x'.repeat(room) }, SOURCE);
    expect([whole.length, whole.toString().endsWith('xx')]).toEqual([MOST_DATAGRAM_BYTES, true]);
    const family = '👩‍👩‍👧';
    const cut = shortMessage({ ...lineOf(), text: family.repeat(100) }, SOURCE).toString();
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(MOST_DATAGRAM_BYTES);
    expect(readSyslog(cut).text).toMatch(new RegExp(`^(?:${family})+…$`, 'u'));
  });

  test('has room for text behind the longest head', () => {
    const long = 'ä'.repeat(500);
    const line = {
      ...lineOf({}, 2_147_483_647),
      event: long,
      text: 'x'.repeat(2_000),
    };
    const message = shortMessage(line, { hostname: long, programName: long, processId: 4_194_304 });
    expect(message.length).toBeLessThanOrEqual(MOST_DATAGRAM_BYTES);
    expect(readSyslog(message.toString()).text.length).toBeGreaterThan(50);
  });
});

test('the time is the one of the line', () => {
  expect(readSyslog(messageOf()).at).toBe(AT);
});
