import { describe, expect, test } from 'vitest';
import type { Stamp } from '../../../../core/lines/stamp.ts';
import type { LifeWord } from '../events/life-word.ts';
import {
  type CourseState,
  foundEnded,
  foundHealth,
  foundRunning,
  heard,
  settled,
  UNKNOWN_COURSE,
} from './container-course.ts';
import { courseText, parseCourse, parsePosition, positionText } from './saved-course.ts';

const LOOP = { restarts: 2, withinSeconds: 60 };
const KNOWN = { isKnown: true, loop: LOOP };
const at = (seconds: number): Stamp => ({ seconds: 1_700_000_000 + seconds, nanos: 5 });

const started: LifeWord = { is: 'started' };
const died = (exitCode?: number): LifeWord => ({ is: 'died', exitCode });
const signalled = (signal?: number): LifeWord => ({ is: 'signalled', signal });
const oom: LifeWord = { is: 'oom' };

/** What is told of these events, a second apart, when the engine knows of no shortage of memory behind them. */
function tellings(words: readonly LifeWord[], hearing = KNOWN): readonly string[] {
  let state = UNKNOWN_COURSE;
  const told = words.flatMap((word, second) => {
    const [next, happenings] = heard(state, { word, at: at(second) }, hearing);
    state = next;
    return happenings;
  });
  const all = [...told, ...settled(state, false)[1]];
  return all.map(({ kind, details }) => [kind, ...Object.values(details)].join(' '));
}

const courseOf = (...words: readonly LifeWord[]): CourseState =>
  words.reduce((state, word, second) => heard(state, { word, at: at(second) }, KNOWN)[0], UNKNOWN_COURSE);

describe('an end', () => {
  test.each([
    ['by itself', [died(3)], ['died 3 false']],
    ['in order', [died(0)], []],
    ['after a request to stop', [signalled(15), died(143)], []],
    ['after a request that was not heeded', [signalled(15), signalled(9), died(137)], []],
    ['after another signal that ends programs', [signalled(2), died(130)], []],
    ['after a request of which the engine does not say which signal', [signalled(), died(143)], []],
    ['with a code of its own after a request', [signalled(15), died(1)], ['died 1 true']],
    ['killed by nobody who asked the engine', [died(137)], ['died 137 false']],
    ['killed after a signal that asks for something else', [signalled(1), died(137)], ['died 137 false']],
    ['after a request in an earlier run', [signalled(15), died(143), started, died(143)], ['died 143 false']],
    ['of which the engine does not say how', [died()], []],
  ] as const)('%s', (_, words, told) => expect(tellings(words)).toEqual(told));

  test('of which nobody can know whether it was asked for is told, and said to be that', () => {
    expect(tellings([died(137)], { ...KNOWN, isKnown: false })).toEqual(['died 137 ']);
  });
});

describe('a shortage of memory', () => {
  test.each([
    ['and the end that it causes are one', [oom, died(137)], ['oom']],
    ['is one, also when it is heard behind the end', [died(137), oom], ['oom 137']],
    ['is that of the end before, also when it runs again already', [died(137), started, oom], ['oom 137']],
    ['is no end of its own behind one that nobody was killed in', [died(1), oom], ['died 1 false']],
    ['is not to blame for an end that somebody asked for', [signalled(9), died(137), oom], []],
    ['that the container outlives is told', [oom, started, died(1)], ['oom', 'died 1 false']],
  ] as const)('%s', (_, words, told) => expect(tellings(words)).toEqual(told));

  test('is told with the moment of the end that it caused, and not of one long before it', () => {
    const [state, none] = heard(UNKNOWN_COURSE, { word: died(137), at: at(1) }, KNOWN);
    expect(none).toEqual([]);
    expect(heard(state, { word: oom, at: at(2) }, KNOWN)[1]).toMatchObject([{ kind: 'oom', at: at(1) }]);
    expect(heard(state, { word: oom, at: at(60) }, KNOWN)[1]).toEqual([]);
    expect(settled(state, false)[1]).toMatchObject([{ kind: 'died', at: at(1) }]);
    const [next, before] = heard(state, { word: died(3), at: at(3) }, KNOWN);
    expect(before).toMatchObject([{ details: { exitCode: 137 } }, { details: { exitCode: 3 } }]);
    expect(settled(next, true)[1]).toEqual([]);
  });

  test('is not to blame for an end long after it', () => {
    const [, happenings] = heard(courseOf(oom), { word: died(1), at: at(60) }, KNOWN);
    expect(happenings).toMatchObject([{ kind: 'died' }]);
  });
});

test('so many restarts within the time are a loop, and those that somebody asked for are none', () => {
  const crash = [died(1), started];
  const asked = [signalled(15), died(143), started];
  expect(tellings([...crash, ...asked, ...crash]).filter((told) => told.startsWith('restart'))).toEqual([
    'restart_loop 2 60',
  ]);
  expect(tellings([...asked, ...asked, ...asked])).toEqual([]);
});

describe('an end that was found', () => {
  const end = { exitCode: 3, startedAt: at(100), finishedAt: at(110), isOom: false };

  test('is told once: neither found again nor heard late', () => {
    const [state, happenings] = foundEnded(UNKNOWN_COURSE, end, LOOP);
    expect(happenings).toMatchObject([{ kind: 'died', at: at(110), details: { exitCode: 3, stopAsked: null } }]);
    expect(foundEnded(state, end, LOOP)[1]).toEqual([]);
    const [known, again] = heard(state, { word: died(3), at: at(111) }, KNOWN);
    expect(again).toEqual([]);
    expect(foundEnded(known, end, LOOP)[1]).toEqual([]);
  });

  test('that was heard is not told again, although it began behind its end by the engine’s word', () => {
    const quick = { ...end, startedAt: at(0), finishedAt: { seconds: at(0).seconds, nanos: 0 } };
    expect(foundEnded(courseOf(died(3)), quick, LOOP)[1]).toEqual([]);
  });

  test('tells of a shortage of memory with the exit code, unless that was heard', () => {
    const short = { ...end, exitCode: 137, isOom: true };
    const [, happenings] = foundEnded(UNKNOWN_COURSE, short, LOOP);
    expect(happenings).toMatchObject([{ kind: 'oom', details: { exitCode: 137 } }]);
    const [heardBefore] = heard(UNKNOWN_COURSE, { word: oom, at: at(109) }, KNOWN);
    expect(foundEnded(heardBefore, short, LOOP)[1]).toEqual([]);
  });

  test('was asked for when the request was heard', () => {
    const stopped = { ...end, exitCode: 143, startedAt: at(-9) };
    expect(foundEnded(courseOf(signalled(15)), stopped, LOOP)[1]).toEqual([]);
  });

  test('counts as a restart when the end before it is known', () => {
    const [first] = foundEnded(UNKNOWN_COURSE, { ...end, startedAt: at(80), finishedAt: at(90) }, LOOP);
    const [second] = foundEnded(first, end, LOOP);
    const third = { ...end, startedAt: at(115), finishedAt: at(116) };
    expect(foundEnded(second, third, LOOP)[1]).toMatchObject([{ kind: 'restart_loop', details: { restarts: 2 } }, {}]);
  });

  test('is never earlier for flood control than what was heard before', () => {
    const [state] = heard(UNKNOWN_COURSE, { word: { is: 'health', isHealthy: false }, at: at(500) }, KNOWN);
    expect(foundEnded(state, { ...end, startedAt: undefined }, LOOP)[1]).toMatchObject([
      { at: at(110), inOrderAt: at(500) },
    ]);
  });
});

test('a list that shows a container running tells of the start that nobody heard', () => {
  const [running, none] = foundRunning(courseOf(died(1)), at(20), LOOP);
  expect([running.death, none]).toEqual([undefined, []]);
  const [state] = heard(running, { word: died(1), at: at(21) }, KNOWN);
  expect(foundRunning(state, at(22), LOOP)[1]).toMatchObject([{ kind: 'restart_loop', at: at(22) }]);
});

test('health is told when it changes, whether it is heard or found', () => {
  const [sick, told] = foundHealth(UNKNOWN_COURSE, false, at(1));
  expect(told).toMatchObject([{ kind: 'unhealthy', at: at(1) }]);
  expect(heard(sick, { word: { is: 'health', isHealthy: false }, at: at(2) }, KNOWN)[1]).toEqual([]);
  expect(heard(sick, { word: { is: 'health', isHealthy: true }, at: at(3) }, KNOWN)[1]).toMatchObject([
    { kind: 'healthy' },
  ]);
  expect(foundHealth(UNKNOWN_COURSE, true, at(1))[1]).toEqual([]);
});

test('what is saved of a course and of a position comes back as it was', () => {
  const courses = [
    ...[UNKNOWN_COURSE, courseOf(died(137)), courseOf(oom, signalled(15), died(3))],
    courseOf(died(1), started, died(1), started),
  ];
  for (const course of courses) expect(parseCourse(courseText(course))).toEqual(course);
  const position = { last: at(1), until: at(2), recent: ['a died 1.000000000'] };
  expect(parsePosition(positionText(position))).toEqual(position);
  for (const text of [undefined, '', '[]', '{"version":2}']) expect(parsePosition(text)).toBeUndefined();
  expect(parseCourse('no JSON')).toBeUndefined();
});
