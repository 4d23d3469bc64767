import { expect, test } from 'vitest';
import { at, lineBatch } from '../../../test/support/line-batch.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import { sampleRule } from '../../../test/support/rule-samples.ts';
import { snapshotOf } from '../../../test/support/rule-snapshots.ts';
import { LineJoiner } from '../../core/joining/line-joiner.ts';
import { LineJudge } from './line-judge.ts';

const TRACE = ['ERROR no pool', '\tat take', 'Caused by: refused', '\tat connect'];

function messagesOf(pattern: string): string[] {
  const rules = { current: snapshotOf([sampleRule('1', { pattern, cooldownSeconds: 0 })]) };
  const judge = new LineJudge({ rules, limit: { perMinute: 0, burst: 0 }, clock: { now: () => 0 } });
  const joiner = new LineJoiner();
  joiner.take(lineBatch(TRACE.map((text) => ({ text, at: at(0) }))));
  const web = sampleOrigin('web');
  return judge
    .open(web, undefined)
    .judge(web, joiner.close())
    .map(({ message }) => message);
}

test.each([
  ['of any line of them', 'Caused by'],
  ['that begins with the first', '^ERROR'],
  ['that is about the first alone', '(?m)\\AERROR no pool$'],
  ['over several', 'pool\\s+at take\\nCaused'],
  ['over all with (?s)', '(?s)ERROR.*connect$'],
  ['of one by its beginning with (?m)', '(?m)^Caused by: \\w+$'],
])('a pattern %s makes one event of joined lines, with all of them', (_, pattern) => {
  expect(messagesOf(pattern)).toEqual([TRACE.join('\n')]);
});

test.each([
  ['a later line for the beginning', '^Caused'],
  ['a point for a line feed', 'pool.*take'],
  ['the end of the first line for the end', 'pool$'],
])('a pattern does not take %s', (_, pattern) => {
  expect(messagesOf(pattern)).toEqual([]);
});
