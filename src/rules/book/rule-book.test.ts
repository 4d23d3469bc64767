import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { recordRules } from '../../../test/support/recorded-occurrences.ts';
import { RuleKeeper } from '../../../test/support/rule-keeper.ts';
import { inWorkload, sampleMute, sampleRule } from '../../../test/support/rule-samples.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { systemClock } from '../../core/clock.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { failed } from '../compile/compile-outcome.ts';
import { RuleCompiler } from '../compile/rule-compiler.ts';
import { RuleBook, type RuleBookParts } from './rule-book.ts';

const compilers: RuleCompiler[] = [];
afterEach(async () => {
  for (const compiler of compilers.splice(0)) await compiler.stop();
});

function scene(change: Partial<RuleBookParts> = {}) {
  const store = new RuleKeeper();
  const clock = new ManualClock();
  const compiler = new RuleCompiler({ clock: systemClock });
  compilers.push(compiler);
  const { occurrences, recorded, names } = recordRules();
  const written = { rules: [] as readonly Rule[] };
  const book = new RuleBook({ store, clock, compiler, occurrences, provisioned: [written], ...change });
  const places = (): string[] => (book.current?.places ?? []).map(({ id }) => id);
  return { book, store, clock, recorded, names, written, places };
}

describe('the book of rules', () => {
  test('gives out nothing until the rules were read, and then all that is in force', async () => {
    const { book, store, places } = scene();
    expect(book.current).toBeUndefined();
    store.save([sampleRule('1'), sampleRule('2', { enabled: false })], [sampleMute('3', { ruleId: '1' })]);
    await book.refresh();
    expect(places()).toEqual(['1']);
    expect(book.current?.find('2')?.enabled).toBe(false);
    expect(book.current?.mutes.all.map(({ id }) => id)).toEqual(['3']);
  });

  test('takes what is written elsewhere together with what is saved', async () => {
    const { book, store, written, places } = scene();
    store.save([sampleRule('1')]);
    written.rules = [sampleRule('yaml-aa', { origin: 'yaml' }), sampleRule('label-aa', { scope: inWorkload('web') })];
    await book.refresh();
    expect(places()).toEqual(['1', 'label-aa', 'yaml-aa']);
  });

  test('swaps one whole snapshot for the next, and leaves the old one as it was', async () => {
    const { book, store } = scene();
    store.save([sampleRule('1')]);
    await book.refresh();
    const before = book.current;
    store.save([sampleRule('1', { pattern: 'other' }), sampleRule('2')]);
    await book.refresh();
    expect(before?.places.map(({ pattern }) => pattern)).toEqual(['out of memory']);
    expect(book.current?.places.map(({ pattern }) => pattern)).toEqual(['other', 'out of memory']);
    expect(book.current?.ruleSet.rules[1]).toBe(before?.ruleSet.rules[0]);
  });

  test('ends in the later of two changes however quickly they come, and tells each snapshot once, in order', async () => {
    const { book, store } = scene();
    const told: string[] = [];
    const listening = new AbortController();
    book.onChange((snapshot) => told.push(snapshot.places.map(({ pattern }) => pattern).join()), listening.signal);
    const refreshed: Promise<void>[] = [];
    for (let i = 1; i <= 30; i++) {
      store.save([sampleRule('1', { pattern: `pattern ${i}` })]);
      refreshed.push(book.refresh());
      if (i % 10 === 0) await refreshed[i - 5];
    }
    await Promise.all(refreshed);
    expect(told.at(-1)).toBe('pattern 30');
    expect(told).toEqual([...new Set(told)]);
    listening.abort();
    store.save([]);
    await book.refresh();
    expect(told.at(-1)).toBe('pattern 30');
  });

  test('sees a change of another instance within a second', async () => {
    const { book, store, clock, places } = scene();
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const ended = book.run(stop.signal);
    await waitUntil(() => clock.sleeping === 1, { what: 'the first reading' });
    store.save([sampleRule('1')]);
    await clock.advance(500);
    await waitUntil(() => places().join() === '1', { what: 'the change to be in force' });
    stop.abort();
    await ended;
  });

  test('reads everything only when something has changed', async () => {
    const { book, store, names } = scene();
    for (let i = 0; i < 5; i++) await book.refresh();
    expect([store.loads, names()]).toEqual([1, ['inForce']]);
  });
});

describe('rules in labels', () => {
  const labelled = (n: number) =>
    sampleRule(`label-${n}`, { origin: 'label', pattern: `image ${n}`, scope: inWorkload('web') });

  /** Each pattern of an image takes so long to compile. */
  function slowImages(ms: number) {
    const clock = new ManualClock();
    const real = new RuleCompiler({ clock: systemClock });
    compilers.push(real);
    const compile: RuleCompiler['compile'] = async (patterns) => {
      if (patterns.pattern.startsWith('image')) await clock.advance(ms);
      return real.compile(patterns);
    };
    return scene({ clock, compiler: { compile } });
  }

  test('keep no change of others waiting, however long they take to compile', async () => {
    const { book, store, written, places } = slowImages(60);
    written.rules = Array.from({ length: 9 }, (_, n) => labelled(n));
    await book.refresh();
    expect(places()).toHaveLength(2);
    store.save([sampleRule('1')]);
    await book.refresh();
    expect(places()).toContain('1');
    expect(places().length).toBeLessThan(10);
    await book.refreshWhole();
    expect(places()).toHaveLength(10);
    expect(book.faults).toEqual([]);
  });

  test('stay as they were until what they became is compiled', async () => {
    const { book, store, written } = slowImages(200);
    written.rules = [labelled(0), labelled(1)];
    await book.refreshWhole();
    written.rules = written.rules.map((rule) => ({ ...rule, pattern: `${rule.pattern} again` }));
    store.save([sampleRule('1')]);
    const seen: string[] = [];
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    book.onChange((snapshot) => seen.push(snapshot.places.map(({ pattern }) => pattern).join()), stop.signal);
    await book.refreshWhole();
    expect(seen).toEqual([
      'out of memory,image 0,image 1',
      'out of memory,image 0 again,image 1',
      'out of memory,image 0 again,image 1 again',
    ]);
  });
});

describe('a rule that does not compile', () => {
  test('is left out and reported once with its place, while all others go on', async () => {
    const { book, store, places, recorded } = scene();
    store.save([sampleRule('1', { pattern: 'a(' }), sampleRule('2', { excludePattern: 'b[' }), sampleRule('3')]);
    await book.refresh();
    expect(places()).toEqual(['3']);
    expect(book.faults).toMatchObject([
      { ruleId: '1', ruleName: 'rule 1', field: 'pattern', position: 1 },
      { ruleId: '2', field: 'exclude_pattern', position: 1 },
    ]);
    store.save([sampleRule('1', { pattern: 'a(' }), sampleRule('2'), sampleRule('3')]);
    await book.refresh();
    expect(places()).toEqual(['2', '3']);
    expect(recorded.filter(({ what }) => what === 'notCompiled').map(({ details }) => details.ruleId)).toEqual([
      '1',
      '2',
    ]);
    store.save([sampleRule('1'), sampleRule('2'), sampleRule('3')]);
    await book.refresh();
    expect([book.faults, places()]).toEqual([[], ['1', '2', '3']]);
  });

  test('because the compiler failed stays as it was, and is tried again', async () => {
    const { clock } = scene();
    const real = new RuleCompiler({ clock: systemClock });
    compilers.push(real);
    let fails = false;
    const compile: RuleCompiler['compile'] = async (patterns) =>
      fails ? failed('took_too_long', 'It took too long.') : real.compile(patterns);
    const { book, store, places } = scene({ compiler: { compile }, clock });
    store.save([sampleRule('1', { pattern: 'first' })]);
    await book.refresh();
    fails = true;
    const moved = sampleRule('1', { pattern: 'second', scope: inWorkload('web') });
    store.save([moved, sampleRule('2', { pattern: 'third' })]);
    await book.refresh();
    expect(places()).toEqual(['1']);
    expect(book.current?.effectiveOf('db').inForce.map(({ rule }) => rule.pattern)).toEqual(['first']);
    expect(book.current?.places[0]?.pattern).toBe('first');
    expect(book.faults.map(({ ruleId, message }) => [ruleId, message])).toEqual([
      ['1', 'It took too long.'],
      ['2', 'It took too long.'],
    ]);
    fails = false;
    await book.refresh();
    expect(book.current?.places.map(({ pattern }) => pattern)).toEqual(['second', 'third']);
    expect(book.faults).toEqual([]);
  });

  test('in a label because the compiler failed stays told all the while, is tried again less and less often, and keeps nobody from the start', async () => {
    const { clock } = scene();
    const real = new RuleCompiler({ clock: systemClock });
    compilers.push(real);
    let tries = 0;
    let fails = true;
    const compile: RuleCompiler['compile'] = async (patterns) => {
      if (patterns.pattern !== 'image') return real.compile(patterns);
      tries += 1;
      return fails ? failed('took_too_long', 'It took too long.') : real.compile(patterns);
    };
    const { book, store, written, places, names } = scene({ compiler: { compile }, clock });
    const told = () => names().filter((name) => name === 'notCompiled').length;
    store.save([sampleRule('1')]);
    written.rules = [sampleRule('label-aa', { origin: 'label', pattern: 'image', scope: inWorkload('web') })];
    await book.refreshWhole();
    expect([places(), tries]).toEqual([['1'], 1]);
    const faults = new Set<string>();
    book.onChange(() => void faults.add(book.faults.map(({ ruleId }) => ruleId).join()), new AbortController().signal);
    for (let seconds = 0; seconds < 60; seconds += 1) {
      await clock.advance(1_000);
      await book.refreshWhole();
    }
    expect([[...faults], told()]).toEqual([['label-aa'], 1]);
    // At 5, 15 and 35 seconds.
    expect(tries).toBe(4);
    store.save([sampleRule('1'), sampleRule('2')]);
    await book.refreshWhole();
    expect([places(), tries, book.faults.length]).toEqual([['1', '2'], 4, 1]);
    fails = false;
    await clock.advance(300_000);
    await book.refreshWhole();
    expect([places(), book.faults]).toEqual([['1', '2', 'label-aa'], []]);
  });

  test('at the start because the compiler failed is tried again before anything is in force, but not for ever', async () => {
    const real = new RuleCompiler({ clock: systemClock });
    compilers.push(real);
    let fails = true;
    const compile: RuleCompiler['compile'] = async (patterns) =>
      fails && patterns.pattern === 'first' ? failed('thread_ended', 'It has ended.') : real.compile(patterns);
    const { book, store } = scene({ compiler: { compile } });
    store.save([sampleRule('1', { pattern: 'first' }), sampleRule('2')]);
    await book.refresh();
    expect([book.current, book.faults.map(({ ruleId }) => ruleId)]).toEqual([undefined, ['1']]);
    fails = false;
    await book.refresh();
    expect(book.current?.places.map(({ id }) => id)).toEqual(['1', '2']);

    fails = true;
    const stubborn = scene({ compiler: { compile } });
    stubborn.store.save([sampleRule('1', { pattern: 'first' }), sampleRule('2')]);
    const known: unknown[] = [];
    for (let i = 0; i < 5; i++) {
      await stubborn.book.refresh();
      known.push(stubborn.book.current?.places.map(({ id }) => id));
    }
    expect(known).toEqual([undefined, undefined, undefined, undefined, ['2']]);
  });

  test('together with all others, for they are too large, is left out from the mildest on', async () => {
    const { book, store, places } = scene();
    const large = '(?:x{1000}){1}'.repeat(90);
    const rules = Array.from({ length: 50 }, (_, i) => sampleRule(String(i + 1), { pattern: large }));
    store.save([...rules, sampleRule('99', { severity: 'critical' })]);
    await book.refresh();
    expect(places().length).toBeGreaterThan(40);
    expect(places()[0]).toBe('99');
    expect(places().length + book.faults.length).toBe(51);
    expect(book.faults[0]?.message).toContain('more rules, or larger ones, than can be matched together');
  });

  test('together with all others gives way to the rules that are in no label, however severe it is', async () => {
    const { book, store, written, places } = scene();
    store.save([sampleRule('1', { severity: 'info' })]);
    const large = { pattern: 'x{1000}'.repeat(9), severity: 'critical', origin: 'label' } as const;
    const inLabels = Array.from({ length: 460 }, (_, i) =>
      sampleRule(`label-${i}`, { ...large, scope: inWorkload(`${i}`) }),
    );
    written.rules = [sampleRule('yaml-aa', { severity: 'info', origin: 'yaml' }), ...inLabels];
    await book.refresh();
    expect(places().length).toBeLessThan(462);
    expect(places().length + book.faults.length).toBe(462);
    expect(places().slice(-2)).toEqual(['1', 'yaml-aa']);
    expect(book.faults.every(({ origin }) => origin === 'label')).toBe(true);
  });

  test('that looks at one field more than may be looked at is left out, those in labels first', async () => {
    const { book, store, written, places } = scene();
    const inLabel = sampleRule('label-aa', {
      field: 'z',
      severity: 'critical',
      origin: 'label',
      scope: inWorkload('a'),
    });
    written.rules = [inLabel];
    store.save(Array.from({ length: 16 }, (_, i) => sampleRule(String(i + 1), { field: `f${i % 16}` })));
    await book.refresh();
    expect(places()).toHaveLength(16);
    expect(book.faults).toMatchObject([{ ruleId: 'label-aa', field: 'field' }]);
    expect(book.faults[0]?.message).toContain('Rules look at 16 different fields already');
    store.save(Array.from({ length: 16 }, (_, i) => sampleRule(String(i + 1), { field: `f${i % 15}` })));
    await book.refresh();
    expect([places().length, book.faults]).toEqual([17, []]);
  });

  test('in labels beyond what those of one workload may be together is left out, whatever room there is', async () => {
    const { book, written, places } = scene();
    const inLabels = (workload: string, id: string, repetitions: number): Rule =>
      sampleRule(`label-${id}`, {
        ...{ pattern: 'x{1000}'.repeat(repetitions), origin: 'label', scope: inWorkload(workload) },
      });
    written.rules = [
      sampleRule('yaml-aa', { pattern: 'x{1000}'.repeat(20), origin: 'yaml', scope: inWorkload('a') }),
      ...[inLabels('a', 'a1', 6), inLabels('a', 'a2', 6), inLabels('a', 'a3', 3), inLabels('b', 'b1', 6)],
    ];
    await book.refresh();
    expect(places()).toEqual(['label-a1', 'label-a3', 'label-b1', 'yaml-aa']);
    expect(book.faults).toMatchObject([{ ruleId: 'label-a2', field: undefined }]);
    expect(book.faults[0]?.message).toContain('in the labels of this workload are larger together than they may be');
  });
});

describe('a name', () => {
  const web = inWorkload('web');
  const written = {
    saved: sampleRule('7', { name: 'clash' }),
    yaml: sampleRule('yaml-aa', { name: 'clash', origin: 'yaml' }),
    label: sampleRule('label-aa', { name: 'clash', origin: 'label', scope: web }),
  };

  test('that a rule of the API has is not that of one in the file as well, whichever was there first', async () => {
    const { book, store, written: file, places } = scene();
    store.save([written.saved]);
    await book.refresh();
    file.rules = [written.yaml, sampleRule('yaml-bb', { origin: 'yaml' })];
    await book.refresh();
    expect(places()).toEqual(['7', 'yaml-bb']);
    expect(book.faults).toMatchObject([{ ruleId: 'yaml-aa', ruleName: 'clash', origin: 'yaml', field: 'name' }]);
    expect(book.faults[0]?.message).toMatch(/written in the configuration file.* the rule 7 among the global rules/);
    expect(book.current?.effectiveOf('web').leftOut).toMatchObject([{ rule: { id: 'yaml-aa' }, reason: 'broken' }]);
    store.save([]);
    await book.refresh();
    expect([places(), book.faults]).toEqual([['yaml-aa', 'yaml-bb'], []]);
    store.save([{ ...written.saved, enabled: false }]);
    await book.refresh();
    expect([places(), book.faults.length]).toEqual([['yaml-bb'], 1]);
  });

  test('in a label gives way to one in the file, and both to one of the API, in the same workload alone', async () => {
    const { book, store, written: elsewhere, places } = scene();
    elsewhere.rules = [written.label, { ...written.yaml, scope: web }, sampleRule('yaml-bb', { name: 'clash' })];
    await book.refresh();
    expect(places()).toEqual(['yaml-aa', 'yaml-bb']);
    expect(book.faults).toMatchObject([{ ruleId: 'label-aa', origin: 'label', field: 'name' }]);
    store.save([{ ...written.saved, scope: web }]);
    await book.refresh();
    expect(places()).toEqual(['7', 'yaml-bb']);
    expect(book.faults.map(({ ruleId }) => ruleId)).toEqual(['label-aa', 'yaml-aa']);
    store.save([{ ...written.saved, scope: inWorkload('db') }]);
    await book.refresh();
    expect(places()).toEqual(['7', 'yaml-aa', 'yaml-bb']);
  });

  test('in use by a rule that is disabled where it is written is no fault', async () => {
    const { book, store, written: file } = scene();
    store.save([written.saved]);
    file.rules = [{ ...written.yaml, enabled: false }];
    await book.refresh();
    expect(book.faults).toEqual([]);
  });
});

describe('rules that cannot be read', () => {
  test('are unknown and not none, are told once, and come back by themselves', async () => {
    const { book, store, names, places } = scene();
    store.save([sampleRule('1')]);
    store.fault = new Error('no such table');
    await book.refresh();
    await book.refresh();
    expect([book.current, book.unread?.reason]).toEqual([undefined, 'no such table']);
    expect(names()).toEqual(['unread']);
    store.fault = undefined;
    await book.refresh();
    expect([places(), book.unread]).toEqual([['1'], undefined]);
    expect(names()).toEqual(['unread', 'readAgain', 'inForce']);
  });

  test('are waited for by whoever needs them', async () => {
    const { book, store } = scene();
    const never = new AbortController();
    const known: string[] = [];
    const waiting = [
      book.whenKnown(never.signal).then(() => known.push('at last')),
      book.whenKnown(AbortSignal.abort()).then(() => known.push('never')),
    ];
    store.fault = new Error('away');
    await book.refresh();
    await waiting[1];
    expect(known).toEqual(['never']);
    store.fault = undefined;
    await book.refresh();
    await waiting[0];
    await book.whenKnown(never.signal);
    expect(known).toEqual(['never', 'at last']);
  });

  test('go on as they were read last', async () => {
    const { book, store, places, clock } = scene();
    store.save([sampleRule('1')]);
    await book.refresh();
    store.fault = new Error('away');
    store.save([]);
    await book.refresh();
    expect([places(), book.unread?.reason]).toEqual([['1'], 'away']);
    await clock.advance(7_000);
    await book.refresh();
    expect(book.unread?.forMs).toBe(7_000);
  });
});
