import { describe, expect, test } from 'vitest';
import { FaultyLedger } from '../../../test/support/faulty-ledger.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import { recordTail } from '../../../test/support/recorded-occurrences.ts';
import { TocsinError } from '../../core/errors.ts';
import type { OriginChange, SourceMemory } from '../../core/lines/standing.ts';
import { MOST_CHANGES } from './commit-round.ts';
import type { Committable } from './committable.ts';
import { Committer } from './committer.ts';

/** Collects effects under a name, and says what became of them. */
class Member implements Committable<string> {
  readonly source: string;
  readonly committedEffects: string[] = [];
  readonly refusals: unknown[] = [];
  readonly #name: string;
  readonly #committer: Committer<string>;
  #waiting: string[] = [];
  #taken: string[] = [];

  constructor(name: string, committer: Committer<string>, source = 'docker:local') {
    [this.#name, this.#committer, this.source] = [name, committer, source];
  }

  add(...effects: string[]): void {
    this.#waiting.push(...effects);
    this.#committer.due(this, effects.length > 0 ? 'now' : 'soon');
  }

  take(): OriginChange<string> {
    [this.#taken, this.#waiting] = [this.#waiting, []];
    return {
      origin: sampleOrigin(this.#name, { source: this.source }),
      ...{ foundAt: 0, watchedSince: { stdout: 0, stderr: 0 }, cursor: undefined, settled: false, gone: false },
      ...{ position: undefined, flood: undefined, gaps: [], effects: this.#taken, lines: 0, bytes: 0, lateLines: 0 },
    };
  }

  committed(): void {
    this.committedEffects.push(...this.#taken.splice(0));
  }

  refused(error: unknown): void {
    this.refusals.push(error);
  }
}

function given(options: { readonly mostEffects?: number; readonly urgent?: () => void } = {}) {
  const [clock, recorder] = [new ManualClock(), recordTail()];
  const ledger = new FaultyLedger<string>({
    load: async () => ({ memory: undefined, origins: [] }),
    loadOrigin: async () => undefined,
    commit: async () => {},
  });
  const memories: SourceMemory[] = [];
  const committer = new Committer<string>({
    ...{ ledger, clock, memories: () => memories, random: () => 1, occurrences: recorder.occurrences },
    ...options,
  });
  /** When each commit was asked for, with all its effects. */
  const asked: string[] = [];
  const { commit } = ledger;
  ledger.commit = (what) => {
    const effects = what.origins.flatMap((origin) => origin.effects);
    const remembered = what.memories.map(({ memory }) => `(${memory})`);
    asked.push(`${clock.monotonic()}: ${[...effects, ...remembered].join(' ')}`);
    return commit.call(ledger, what);
  };
  return { clock, ledger, committer, memories, asked, ...recorder, member: memberOf(committer) };
}

const memberOf =
  (committer: Committer<string>) =>
  (name: string, source?: string): Member =>
    new Member(name, committer, source);

describe('a commit is due', () => {
  test('at once for an effect when nothing was committed lately', async () => {
    const { clock, member, asked } = given();
    const web = member('web');
    await clock.advance(500);
    web.add('a');
    await clock.advance(0);
    expect(asked).toEqual(['500: a']);
    expect(web.committedEffects).toEqual(['a']);
  });

  test('at once, which is said when it is, and not of what may wait', async () => {
    let urgent = 0;
    const { committer, member } = given({ urgent: () => urgent++ });
    const web = member('web');
    committer.due(web, 'soon');
    expect(urgent).toBe(0);
    web.add('a');
    expect(urgent).toBe(1);
  });

  test('for the next effects together, twenty milliseconds after the commit before', async () => {
    const { clock, member, asked } = given();
    const [web, db] = [member('web'), member('db')];
    web.add('a');
    await clock.advance(5);
    web.add('b');
    await clock.advance(5);
    db.add('c');
    web.add('d');
    await clock.advance(9);
    expect(asked).toEqual(['0: a']);
    await clock.advance(1);
    expect(asked).toEqual(['0: a', '20: b d c']);
    await clock.advance(5_000);
    expect(asked).toHaveLength(2);
  });

  test('in one go for all that arrives together', async () => {
    const { clock, member, asked } = given();
    for (const name of ['a', 'b', 'c']) member(name).add(name);
    await clock.advance(0);
    expect(asked).toEqual(['0: a b c']);
  });

  test('in one go also for what many sockets brought in one turn of the loop', async () => {
    const { clock, member, asked } = given();
    for (const name of ['a', 'b', 'c']) setImmediate(() => member(name).add(name));
    await clock.advance(0);
    expect(asked).toEqual(['0: a b c']);
  });

  test('after a second for what may wait, and once a second while more of it comes', async () => {
    const { clock, member, asked } = given();
    const web = member('web');
    for (let step = 0; step < 100; step++) {
      web.add();
      await clock.advance(50);
    }
    expect(asked).toEqual(['1000: ', '2000: ', '3000: ', '4000: ', '5000: ']);
  });

  test('with an effect for what may wait, too', async () => {
    const { clock, member, asked } = given();
    member('db').add();
    await clock.advance(300);
    member('web').add('a');
    await clock.advance(0);
    await clock.advance(10_000);
    expect(asked).toEqual(['300: a']);
  });

  test('never when nothing happens: no timer runs', async () => {
    const { clock, member, asked } = given();
    member('web').add('a');
    await clock.advance(10);
    expect(clock.sleeping).toBe(0);
    await clock.advance(3_600_000);
    expect(asked).toHaveLength(1);
  });

  test('after a second for a memory, and only when it has changed', async () => {
    const { clock, committer, memories, asked } = given();
    memories.push({ source: 'docker:local', memory: 'one' });
    committer.memoryDue();
    await clock.advance(1_000);
    committer.memoryDue();
    await clock.advance(2_000);
    memories[0] = { source: 'docker:local', memory: 'two' };
    committer.memoryDue();
    await clock.advance(999);
    expect(asked).toEqual(['1000: (one)']);
    await clock.advance(1);
    expect(asked).toEqual(['1000: (one)', '4000: (two)']);
  });

  test('not for a memory that is saved already', async () => {
    const { clock, committer, memories, asked } = given();
    memories.push({ source: 'docker:local', memory: 'one' });
    committer.remembers({ source: 'docker:local', memory: 'one' });
    committer.memoryDue();
    await clock.advance(1_000);
    expect(asked).toEqual([]);
  });
});

describe('one transaction at a time', () => {
  test('while one runs the next collects, and begins when it ends', async () => {
    const { clock, ledger, member, asked } = given();
    const web = member('web');
    ledger.hold();
    web.add('a');
    await clock.advance(0);
    web.add('b');
    await clock.advance(500);
    web.add('c');
    member('db').add();
    await clock.advance(5_000);
    expect(asked).toEqual(['0: a']);
    ledger.release();
    await clock.advance(0);
    expect(asked).toEqual(['0: a', '5500: b c']);
    expect(web.committedEffects).toEqual(['a', 'b', 'c']);
  });

  test('one that is too large is divided by origin, and the memory goes with the last', async () => {
    const { clock, member, memories, asked } = given({ mostEffects: 3 });
    memories.push({ source: 'docker:local', memory: 'm' });
    member('a').add('a1', 'a2');
    member('b').add('b1');
    member('c').add('c1', 'c2', 'c3', 'c4');
    member('d').add('d1');
    await clock.advance(0);
    expect(asked).toEqual(['0: a1 a2 b1', '0: c1 c2 c3 c4', '0: d1 (m)']);
  });

  test('one of very many origins is divided, too, and the memory goes with the last', async () => {
    const { clock, ledger, member, memories } = given();
    memories.push({ source: 'docker:local', memory: 'm' });
    const sizes: (readonly [number, number])[] = [];
    ledger.commit = async ({ origins, memories: saved }) => {
      sizes.push([origins.length, saved.length]);
    };
    for (let n = 0; n < MOST_CHANGES + 1; n++) member(`c${n}`).add();
    await clock.advance(1_000);
    expect(sizes).toEqual([
      [MOST_CHANGES, 0],
      [1, 1],
    ]);
  });
});

describe('a store that cannot commit', () => {
  test('is asked again with the same, later and later, and with the rest when it can', async () => {
    const { clock, ledger, member, asked, recorded } = given();
    const web = member('web');
    ledger.unavailable = true;
    web.add('a');
    await clock.advance(0);
    web.add('b');
    await clock.advance(20_000);
    ledger.unavailable = false;
    await clock.advance(1_300);
    await clock.advance(0);
    const starts = asked.map((line) => Number(line.split(':')[0]));
    expect(starts).toEqual([0, 100, 300, 700, 1_500, 3_100, 6_300, 11_300, 16_300, 21_300, 21_300]);
    expect(asked.slice(0, -1).every((line) => line.endsWith(': a'))).toBe(true);
    expect(asked.at(-1)).toBe('21300: b');
    expect(web.committedEffects).toEqual(['a', 'b']);
    expect(recorded.map(({ what, details }) => `${what} ${details.first ?? ''}`.trim())).toEqual([
      'commitFailed true',
      ...Array(8).fill('commitFailed false'),
      ...['committed', 'commitRecovered', 'committed'],
    ]);
    expect(recorded.find(({ what }) => what === 'commitRecovered')?.details).toEqual({ seconds: 21.3 });
  });

  test('is asked again as soon as at first when it fails another time', async () => {
    const { clock, ledger, member, asked } = given();
    for (const at of [0, 10_000]) {
      ledger.unavailable = true;
      member('web').add('a');
      await clock.advance(2_000);
      ledger.unavailable = false;
      await clock.advance(8_000);
      expect(asked.filter((line) => Number(line.split(':')[0]) < at + 700)).toHaveLength(at === 0 ? 3 : 9);
    }
  });

  test.each(['lease_lost', 'too_many_requests'] as const)('is asked again when it says %s', async (code) => {
    const { clock, ledger, member } = given();
    const [web, passing] = [member('web'), new TocsinError(code, 'Not now.')];
    let refusals = 2;
    ledger.objection = () => (refusals-- > 0 ? passing : undefined);
    web.add('a');
    await clock.advance(1_000);
    expect([web.committedEffects, web.refusals]).toEqual([['a'], []]);
  });

  test('throws without a promise: that is the same', async () => {
    const { clock, ledger, member } = given();
    const [web, { commit }] = [member('web'), ledger];
    ledger.commit = () => {
      ledger.commit = commit;
      throw new TocsinError('store_unavailable', 'At once.');
    };
    web.add('a');
    await clock.advance(1_000);
    expect(web.committedEffects).toEqual(['a']);
  });
});

describe('an origin that the ledger objects to', () => {
  const objection = new Error('there is a NUL in it');

  test('is refused, and all others are committed at once', async () => {
    const { clock, ledger, member, asked } = given();
    ledger.objection = ({ origins }) =>
      origins.some(({ effects }) => effects.includes('bad')) ? objection : undefined;
    const members = ['a', 'b', 'c', 'bad', 'd', 'e', 'f', 'g'].map((name) => {
      const one = member(name);
      one.add(name);
      return one;
    });
    await clock.advance(0);
    expect(members.flatMap(({ committedEffects }) => committedEffects)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(members.map(({ refusals }) => refusals.length)).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
    expect(members[3]?.refusals).toEqual([objection]);
    expect(asked.length).toBeLessThanOrEqual(7);
  });

  test('keeps the memory of its source as it was, and that of no other', async () => {
    const { clock, ledger, member, memories, asked } = given();
    memories.push({ source: 'near', memory: 'n' }, { source: 'far', memory: 'f' });
    ledger.objection = ({ origins }) =>
      origins.some(({ effects }) => effects.includes('bad')) ? objection : undefined;
    member('bad', 'near').add('bad');
    member('good', 'near').add('good');
    await clock.advance(0);
    expect(asked.at(-1)).toBe('0: (f)');
    expect(ledger.commits.flatMap((commit) => commit.memories)).toEqual([{ source: 'far', memory: 'f' }]);
  });

  test('delays nobody, even alone', async () => {
    const { clock, ledger, member } = given();
    ledger.objection = ({ origins }) =>
      origins.some(({ effects }) => effects.includes('bad')) ? objection : undefined;
    const [bad, good] = [member('bad'), member('good')];
    bad.add('bad');
    await clock.advance(0);
    good.add('good');
    await clock.advance(20);
    expect([bad.refusals, good.committedEffects]).toEqual([[objection], ['good']]);
  });

  test('is not blamed when it is the memory that is objected to', async () => {
    const { clock, ledger, member, memories } = given();
    memories.push({ source: 'docker:local', memory: 'bad' });
    ledger.objection = ({ memories: given }) => (given.length > 0 ? objection : undefined);
    const web = member('web');
    web.add('a');
    await clock.advance(0);
    expect([web.committedEffects, web.refusals]).toEqual([['a'], []]);
    await clock.advance(60_000);
    expect(ledger.asked).toHaveLength(3);
  });
});

describe('the last commit', () => {
  test('takes everything, at once', async () => {
    const { clock, committer, member, memories, asked } = given();
    member('web').add('a');
    await clock.advance(1);
    member('web').add('b');
    member('db').add();
    memories.push({ source: 'docker:local', memory: 'm' });
    const flushed = committer.flush(5_000);
    await clock.advance(0);
    expect(await flushed).toBe(true);
    expect(asked).toEqual(['0: a', '1: b (m)']);
    expect(clock.sleeping).toBe(0);
  });

  test('comes after the one that runs, with what came meanwhile', async () => {
    const { clock, committer, ledger, member, asked } = given();
    ledger.hold();
    member('web').add('a');
    await clock.advance(0);
    member('web').add('b');
    const flushed = committer.flush(5_000);
    await clock.advance(100);
    ledger.release();
    expect(await flushed).toBe(true);
    expect(asked).toEqual(['0: a', '100: b']);
  });

  test.each(['unavailable', 'silent'] as const)('does not wait for ever for a store that is %s', async (fault) => {
    const { clock, committer, ledger, member } = given();
    if (fault === 'silent') ledger.hold();
    else ledger.unavailable = true;
    const web = member('web');
    web.add('a');
    const flushed = committer.flush(5_000);
    await clock.advance(5_000);
    expect(await flushed).toBe(false);
    ledger.unavailable = false;
    const asked = ledger.asked.length;
    web.add('b');
    await clock.advance(60_000);
    expect(ledger.asked).toHaveLength(asked);
    expect(clock.sleeping).toBe(0);
  });

  test('is not tried again when the lease is lost: another does all of it again', async () => {
    const { clock, committer, ledger, member } = given();
    ledger.objection = () => new TocsinError('lease_lost', 'Another has it.');
    member('web').add('a');
    const flushed = committer.flush(5_000);
    await clock.advance(0);
    expect(await flushed).toBe(false);
    expect(ledger.asked).toHaveLength(1);
  });

  test('is none when there is nothing to save', async () => {
    const { committer, asked } = given();
    expect(await committer.flush(5_000)).toBe(true);
    expect(asked).toEqual([]);
  });
});
