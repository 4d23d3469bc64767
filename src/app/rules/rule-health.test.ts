import { expect, test } from 'vitest';
import { judgeRules, type RulesStanding } from './rule-health.ts';

const WELL: RulesStanding = { inForce: 0, faults: [], unread: undefined, fileFaults: [], labelFaults: [] };

const broken = (ruleId: string) => ({
  ruleId,
  ruleName: `rule ${ruleId}`,
  origin: 'api' as const,
  field: 'pattern' as const,
  message: 'Missing ).',
  position: 1,
});

test('rules are well when they are in force as they are written, also when there are none', () => {
  expect(judgeRules(WELL)).toEqual({ status: 'ok', reasons: [] });
});

test('rules that cannot be read are a failure, and so are those that were not read yet', () => {
  const unread = { reason: 'no such table', forMs: 10_000 };
  const reasons = ['The rules cannot be read: no such table'];
  expect(judgeRules({ ...WELL, unread })).toEqual({ status: 'failing', reasons });
  expect(judgeRules({ ...WELL, unread: { ...unread, forMs: 9_999 } })).toEqual({ status: 'degraded', reasons });
  expect(judgeRules({ ...WELL, unread: { ...unread, forMs: 0 }, inForce: undefined }).status).toBe('failing');
  expect(judgeRules({ ...WELL, inForce: undefined }).status).toBe('failing');
});

test('a broken rule, file or label is told, and is less than a failure', () => {
  expect(judgeRules({ ...WELL, faults: [broken('1'), broken('2')] })).toEqual({
    status: 'degraded',
    reasons: ['The rule "rule 1" (and 1 more) is not in force as it is written: Missing ).'],
  });
  expect(judgeRules({ ...WELL, fileFaults: [{ path: 'tocsin.yaml:3', message: 'is wrong' }] })).toEqual({
    status: 'degraded',
    reasons: ['The rules of the configuration file are those from before: tocsin.yaml:3: is wrong'],
  });
  const labelFault = { container: 'web', label: 'tocsin.rule.a.severity', message: 'is wrong' };
  expect(judgeRules({ ...WELL, labelFaults: [labelFault] })).toEqual({
    status: 'degraded',
    reasons: ['The label tocsin.rule.a.severity of the container web is no rule: is wrong'],
  });
});
