import { afterEach, describe, expect, test, vi } from 'vitest';
import { foundHits } from '../../../test/support/found-hits.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { systemClock } from '../../core/clock.ts';
import { Matcher } from '../../match/matcher.ts';
import { createRuleSet } from '../../match/rule-set.ts';
import { RuleCompiler, type RuleCompilerOptions } from './rule-compiler.ts';

const FAULTY = new URL('../../../test/support/faulty-compile-worker.ts', import.meta.url);
const compilers: RuleCompiler[] = [];

function compilerOf(options: Partial<RuleCompilerOptions> = {}): RuleCompiler {
  const compiler = new RuleCompiler({ clock: systemClock, ...options });
  compilers.push(compiler);
  return compiler;
}

afterEach(async () => {
  for (const compiler of compilers.splice(0)) await compiler.stop();
});

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 15_000 });

const failedBy = (reason: string) => ({ outcome: 'failed', reason });

describe('a rule compiler', () => {
  test('gives a rule, compiled in another thread, that matches as one compiled here', async () => {
    const outcome = await compilerOf().compile({ pattern: '(?i)disk (?:full|lost)$', excludePattern: 'test' });
    if (outcome.outcome !== 'compiled') throw new Error(JSON.stringify(outcome));
    expect(outcome.rule.automaton.program).toBeDefined();
    const matcher = new Matcher({ rules: createRuleSet([outcome.rule]) });
    const text = Buffer.from('DISK full\ndisk full test\nDis\u212a lost\n');
    matcher.reserve(text.length).set(text);
    expect(foundHits(matcher, { length: text.length }).length).toBe(2);
  });

  test('where no thread can be started that is the outcome, also of the next rule', async () => {
    const compiler = compilerOf({ entry: new URL('http://no-place-for-a-thread/') });
    expect(await compiler.compile({ pattern: 'a' })).toMatchObject(failedBy('thread_ended'));
    expect(await compiler.compile({ pattern: 'b' })).toMatchObject(failedBy('thread_ended'));
    expect(compiler.hasThread).toBe(false);
  });

  test('says what is wrong with a rule that is refused', async () => {
    const outcome = await compilerOf().compile({ pattern: 'a', excludePattern: 'b(' });
    expect(outcome).toMatchObject({
      outcome: 'refused',
      field: 'excludePattern',
      fault: { code: 'missing_parenthesis', position: 1 },
    });
  });

  test('compiles many rules, each answer belonging to its rule', async () => {
    const compiler = compilerOf();
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, i) => compiler.compile({ pattern: i % 7 === 0 ? '(' : `rule ${i}` })),
    );
    const sources = outcomes.map((one) =>
      one.outcome === 'compiled' ? one.rule.automaton.pattern.source : one.outcome,
    );
    expect(sources).toEqual(Array.from({ length: 60 }, (_, i) => (i % 7 === 0 ? 'refused' : `rule ${i}`)));
  });

  test('leaves the thread that asks free while it compiles', async () => {
    const compiler = compilerOf();
    await compiler.compile({ pattern: 'warm' });
    const before = process.cpuUsage();
    const own = process.threadCpuUsage();
    await compiler.compile({ pattern: '(?:\\w{1000}){1}'.repeat(90) });
    const [all, here] = [process.cpuUsage(before), process.threadCpuUsage(own)];
    expect(here.user + here.system).toBeLessThan(20_000);
    expect(all.user + all.system).toBeGreaterThan(here.user + here.system);
  });
});

describe('a thread that fails', () => {
  test.each(['end', 'throw', 'eat memory'])('costs the one rule only, when it came to %s', async (fault) => {
    const compiler = compilerOf({ entry: FAULTY });
    const outcomes = await Promise.all(
      [{ pattern: 'a' }, { pattern: fault }, { pattern: 'b' }].map((one) => compiler.compile(one)),
    );
    expect(outcomes).toMatchObject([{ outcome: 'compiled' }, failedBy('thread_ended'), { outcome: 'compiled' }]);
  });

  test('by not answering is ended after its time, and the next rule gets a new one', async () => {
    const clock = new ManualClock();
    const compiler = compilerOf({ entry: FAULTY, clock, maxMs: 500 });
    const hanging = compiler.compile({ pattern: 'hang' });
    const next = compiler.compile({ pattern: 'a' });
    await until(() => clock.sleeping === 1);
    await clock.advance(499);
    expect(compiler.waitingCount).toBe(1);
    await clock.advance(1);
    expect(await hanging).toMatchObject(failedBy('took_too_long'));
    expect(await next).toMatchObject({ outcome: 'compiled' });
  });

  test('that has nothing to do is ended, and begun again when there is work', async () => {
    const clock = new ManualClock();
    const compiler = compilerOf({ clock, idleMs: 1000 });
    expect(await compiler.compile({ pattern: 'a' })).toMatchObject({ outcome: 'compiled' });
    expect(compiler.hasThread).toBe(true);
    await until(() => clock.sleeping === 1);
    await clock.advance(1000);
    await until(() => !compiler.hasThread);
    expect(await compiler.compile({ pattern: 'b' })).toMatchObject({ outcome: 'compiled' });
  });
});

describe('the queue', () => {
  test('turns away what is too much, says so, and counts it', async () => {
    const compiler = compilerOf({ entry: FAULTY, maxWaiting: 2 });
    const outcomes = ['hang', 'a', 'b', 'c'].map((pattern) => compiler.compile({ pattern }));
    expect(await outcomes[3]).toMatchObject(failedBy('queue_full'));
    expect([compiler.waitingCount, compiler.refusedCount]).toEqual([2, 1]);
  });

  test('lets go of a rule that nobody waits for any longer', async () => {
    const compiler = compilerOf({ entry: FAULTY });
    const [first, second] = [new AbortController(), new AbortController()];
    const running = compiler.compile({ pattern: 'hang' }, first.signal);
    const waiting = compiler.compile({ pattern: 'a' }, second.signal);
    second.abort();
    expect(await waiting).toMatchObject(failedBy('aborted'));
    expect(compiler.waitingCount).toBe(0);
    first.abort();
    expect(await running).toMatchObject(failedBy('aborted'));
    expect(await compiler.compile({ pattern: 'b' }, AbortSignal.abort())).toMatchObject(failedBy('aborted'));
  });

  test('is emptied by a stop, which may come twice, and takes nothing more', async () => {
    const compiler = compilerOf({ entry: FAULTY });
    const outcomes = ['hang', 'a'].map((pattern) => compiler.compile({ pattern }));
    await Promise.all([compiler.stop(), compiler.stop()]);
    expect(await Promise.all(outcomes)).toMatchObject([failedBy('stopped'), failedBy('stopped')]);
    expect(await compiler.compile({ pattern: 'b' })).toMatchObject(failedBy('stopped'));
    expect(compiler.hasThread).toBe(false);
  });
});
