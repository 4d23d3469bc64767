import { expect, test } from 'vitest';
import { TRUST } from '../../support/receiver-certificates.ts';
import { describeWith } from '../../support/requirement.ts';
import type { ParsedMessage, RealSyslog } from '../../support/syslog/real-syslog.ts';
import { RSYSLOG, startRsyslog } from '../../support/syslog/rsyslog.ts';
import { SYSLOG_NG, startSyslogNg } from '../../support/syslog/syslog-ng.ts';
import { logLine, syslogDestination } from '../../support/syslog/syslog-way.ts';

const NEVER = new AbortController().signal;
const HOSTILE = 'a"b\\c]d \\" äöü 🚨 [x y="z"] %s $HOST $(echo)';
const TRANSPORTS = ['tls', 'tcp', 'udp'] as const;

const LINES = [
  logLine(1, { correlation_id: 'c-1', path: '/grüße/🚨' }),
  logLine(2, { correlation_id: HOSTILE, quoted: HOSTILE, level: 'error', event: 'e'.repeat(40) }),
  // Such a line is never written; whoever reads frames by their lines would make two of it.
  { ...logLine(3, { level: 'debug' }), text: logLine(3, { level: 'debug' }).text.replaceAll(',', ',\n') },
];
const LONG = logLine(4, { long: 'ä🚨x'.repeat(3_000) });

describeWith(RSYSLOG, 'rsyslog takes every message apart as it was meant', () => {
  all(startRsyslog, ({ data = '', text = '', ...fields }) => ({
    ...{ ...fields, text: text.replace(/^ /, ''), sequence: /^\[meta sequenceId="(\d+)"\]$/.exec(data)?.[1] ?? data },
  }));
});

describeWith(SYSLOG_NG, 'syslog-ng takes every message apart as it was meant', () => {
  all(startSyslogNg, (fields) => fields);
});

function all(start: () => Promise<RealSyslog>, meaning: (parsed: ParsedMessage) => ParsedMessage): void {
  test.each(TRANSPORTS)('over %s', async (transport) => {
    const server = await start();
    const destination = syslogDestination({ port: server.ports[transport], transport, trust: TRUST });
    const lines = transport === 'udp' ? LINES : [...LINES, LONG];
    expect(await destination.send(lines, NEVER)).toEqual({ outcome: 'sent' });
    const found = (await server.parsed(lines.length)).map(meaning);
    const common = { hostname: 'web-1.example.org', programName: 'tocsin', processId: '42' };
    const expected = [
      { pri: '30', messageId: 'http_request', sequence: '1' },
      { pri: '27', messageId: 'e'.repeat(32), sequence: '2' },
      { pri: '31', messageId: 'http_request', sequence: '3' },
      { pri: '30', messageId: 'http_request', sequence: '4' },
    ].map((one, at) => ({
      ...common,
      ...one,
      text: lines[at]?.text,
      at: expect.stringMatching(/^2026-01-31T10:11:12\.345/),
    }));
    expect([...found].sort((a, b) => Number(a.sequence) - Number(b.sequence))).toEqual(expected.slice(0, lines.length));
  });
}
