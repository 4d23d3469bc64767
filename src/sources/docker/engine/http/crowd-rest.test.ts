import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CrowdRest, type ReadKind } from './crowd-rest.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A process whose streams are read as the test says, and what rests it took. */
class Process {
  rests = 0;
  /** How long the last one was to be. */
  restMs = 0;
  #events = 0;
  #now = 1_000;
  readonly #crowd = new CrowdRest({ rest: (ms) => this.#rest(ms), events: () => this.#events });

  #rest(ms: number): void {
    this.rests += 1;
    this.restMs = ms;
  }

  /** Something was read that somebody waits for. */
  stayAwake(): void {
    this.#crowd.stayAwake(this.#now);
  }

  /** So many turns of the loop, each with so many reads. */
  turns(count: number, { everyMs = 1, reads = 1, kind = 'lone' as ReadKind, others = 0 } = {}): void {
    for (let turn = 0; turn < count; turn += 1) {
      this.#now += everyMs;
      this.#events += others;
      for (let read = 0; read < reads; read += 1) {
        this.#events += 1;
        this.#crowd.read(this.#now, kind);
      }
      vi.advanceTimersByTime(0);
    }
  }
}

describe('many quiet streams', () => {
  test('that wake the process up hundreds of times a second let it rest once a turn, when all was read', () => {
    const server = new Process();
    server.turns(130);
    const before = server.rests;
    server.turns(10, { everyMs: 8, reads: 8 });
    expect(server.rests - before).toBe(10);
  });

  test.each([
    { linesPerSecond: 600, restMs: 32 },
    { linesPerSecond: 1_000, restMs: 32 },
    { linesPerSecond: 1_600, restMs: 20 },
    { linesPerSecond: 5_000, restMs: 8 },
  ])('let it rest until 32 lines have come, for 8 to 32 ms: $linesPerSecond a second', (crowd) => {
    const server = new Process();
    server.turns(crowd.linesPerSecond, { everyMs: 1_000 / crowd.linesPerSecond });
    expect(server.restMs).toBe(crowd.restMs);
  });

  test('take no rest where lines are few, for each would be late and nothing be saved', () => {
    const server = new Process();
    server.turns(1_000, { everyMs: 3 });
    expect(server.rests).toBe(0);
  });

  test('that have fallen silent are no crowd: the next line is not followed by a rest', () => {
    const server = new Process();
    server.turns(200);
    const before = server.rests;
    expect(before).toBeGreaterThan(0);
    server.turns(1, { everyMs: 300 });
    server.turns(100, { everyMs: 50 });
    expect(server.rests).toBe(before);
  });

  test('let the process be awake while anything else goes on in it, and for a while after', () => {
    const server = new Process();
    server.turns(200);
    server.turns(1, { others: 1 });
    const before = server.rests;
    server.turns(48);
    expect(server.rests).toBe(before);
    server.turns(10);
    expect(server.rests).toBeGreaterThan(before);
  });

  test('let it be awake for what one of their lines led to', () => {
    const server = new Process();
    server.turns(200);
    server.stayAwake();
    const before = server.rests;
    server.turns(49);
    expect(server.rests).toBe(before);
    server.turns(10);
    expect(server.rests).toBeGreaterThan(before);
  });

  test('let it be awake for an engine that writes so much that it would have to wait', () => {
    const server = new Process();
    server.turns(200);
    server.turns(1, { kind: 'busy' });
    const before = server.rests;
    server.turns(48);
    expect(server.rests).toBe(before);
    server.turns(10);
    expect(server.rests).toBeGreaterThan(before);
  });

  test('rest beside a stream that brings some lines at a time', () => {
    const server = new Process();
    server.turns(200);
    const before = server.rests;
    for (let turn = 0; turn < 10; turn += 1) {
      server.turns(1, { kind: 'steady' });
      server.turns(1);
    }
    expect(server.rests - before).toBe(10);
  });
});
