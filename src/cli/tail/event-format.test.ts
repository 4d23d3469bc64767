import { describe, expect, test } from 'vitest';
import type { NewEvent } from '../../core/events/new-event.ts';
import { colourFormat, jsonFormat, plainFormat } from './event-format.ts';

const EVENT: NewEvent = {
  key: 'file/m/var/log/a.log 1',
  source: 'logscan',
  severity: 'error',
  message: 'disk full on /dev/sda1',
  metadata: {
    workload_id: 'file:m:/var/log/a.log',
    path: '/var/log/a.log',
    host: 'm',
    rule_id: 'r_1',
    rule_name: 'Disk full',
    stream: 'stdout',
    line_at: '2026-11-27T10:00:00.000Z',
    captures: { device: '/dev/sda1' },
    suppressed: 0,
  },
  workloadId: 'file:m:/var/log/a.log',
  ruleId: 'r_1',
};
const heldBack = (suppressed: number): NewEvent => ({ ...EVENT, metadata: { ...EVENT.metadata, suppressed } });

describe('an event', () => {
  test('is a line with its time, severity, rule, file and message', () => {
    expect(plainFormat(EVENT)).toBe(
      '2026-11-27T10:00:00.000Z error Disk full /var/log/a.log: disk full on /dev/sda1\n',
    );
  });

  test('says how many hits were held back before it', () => {
    expect(plainFormat(heldBack(12))).toMatch(/sda1 \(12 held back before it\)\n$/);
  });

  test('has the colour of its severity on a terminal', () => {
    const text = colourFormat(heldBack(1));
    expect(text).toContain('\u001b[31merror\u001b[0m Disk full');
    // Nothing stays coloured behind it.
    expect(text.endsWith('\u001b[0m\n')).toBe(true);
  });

  test('does not steer the terminal, whoever named the rule or the file', () => {
    const metadata = { ...EVENT.metadata, rule_name: 'a\u001b[2J', path: '/b\u202e\n.log' };
    for (const format of [plainFormat, colourFormat])
      expect(format({ ...EVENT, metadata })).toMatch(/a\ufffd\[2J .*\/b\ufffd\ufffd\.log:/);
  });

  test('of joined lines has each on its own, indented, and none that steers the terminal', () => {
    const text = plainFormat({ ...EVENT, message: 'one\n\tat two\n\u001b[2Jthree' });
    expect(text).toMatch(/: one\n {4}\tat two\n {4}\ufffd\[2Jthree\n$/);
  });

  test('is one JSON object, with captures and without what only a server knows it by', () => {
    const text = jsonFormat(EVENT);
    expect(text.endsWith('}\n')).toBe(true);
    const { rule_id: _, ...metadata } = EVENT.metadata;
    expect(JSON.parse(text)).toEqual({ severity: 'error', message: 'disk full on /dev/sda1', metadata });
  });
});
