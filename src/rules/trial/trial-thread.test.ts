import { afterEach, expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { systemClock } from '../../core/clock.ts';
import { compileRule } from '../../match/compile-rule.ts';
import { TrialThread, type TrialThreadOptions } from './trial-thread.ts';
import { tryRule } from './try-rule.ts';

const threads: TrialThread[] = [];
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.stop();
});

function started(options: Partial<TrialThreadOptions> = {}): TrialThread {
  const thread = new TrialThread({ clock: systemClock, ...options });
  threads.push(thread);
  return thread;
}

function compiled(pattern: string) {
  const result = compileRule({ pattern });
  if (!result.ok) throw new Error(result.fault.message);
  return result.rule;
}

/** Half a minute of work, as no state of it comes twice, and it cannot be read from the line's end. */
const endless = {
  rule: compiled(`(?:a|b)*a${'(?:a|b){1000}'.repeat(10)}(?:$|Q)`),
  lines: Array.from({ length: 4 }, (_, line) =>
    Array.from({ length: 65_000 }, (_, i) => ((Math.imul(i + line, 2_654_435_761) >>> 13) & 1 ? 'a' : 'b')).join(''),
  ),
};
const easy = { rule: compiled('disk (?P<__proto__>\\w+)'), lines: ['disk full', 'calm'] };

test('a rule that is tried in a thread finds what it finds anywhere', async () => {
  const lines = tryRule(easy, easy.lines);
  expect(await started().run(easy)).toEqual({ outcome: 'tried', lines });
  expect(Object.entries(lines[0]?.match?.captures ?? {})).toEqual([['__proto__', 'full']]);
});

test('a trial without end keeps nobody from anything, is given up in time, and the next one is tried', async () => {
  const thread = started();
  let turns = 0;
  const count = setInterval(() => turns++, 5);
  const both = await Promise.all([thread.run(endless), thread.run(easy)]);
  clearInterval(count);
  expect(both.map(({ outcome }) => outcome)).toEqual(['took_too_long', 'tried']);
  expect(turns).toBeGreaterThan(10);
});

test('where too many wait the next one is turned away', async () => {
  const thread = started({ mostWaiting: 2 });
  const all = await Promise.all([thread.run(easy), thread.run(easy), thread.run(easy)]);
  expect(all.map(({ outcome }) => outcome)).toEqual(['tried', 'tried', 'queue_full']);
});

test('where no thread can be started that is the outcome, also of the next trial', async () => {
  const thread = started({ mostWaiting: 1, entry: new URL('http://no-place-for-a-thread/') });
  expect(await thread.run(easy)).toEqual({ outcome: 'thread_ended' });
  expect(await thread.run(easy)).toEqual({ outcome: 'thread_ended' });
  expect(thread.hasThread).toBe(false);
});

test('what runs and what waits ends with the server', async () => {
  const thread = started();
  const both = [thread.run(endless), thread.run(easy)];
  await thread.stop();
  expect((await Promise.all(both)).map(({ outcome }) => outcome)).toEqual(['stopped', 'stopped']);
  expect(await thread.run(easy)).toEqual({ outcome: 'stopped' });
});

test('a thread that had nothing to do for half a minute is ended, and another one begins with the next trial', async () => {
  const clock = new ManualClock();
  const thread = started({ clock });
  expect((await thread.run(easy)).outcome).toBe('tried');
  expect(thread.hasThread).toBe(true);
  await clock.advance(30_000);
  await waitUntil(() => !thread.hasThread, { what: 'no thread' });
  expect((await thread.run(easy)).outcome).toBe('tried');
});
