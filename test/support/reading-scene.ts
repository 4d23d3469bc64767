// A container, its engine as a model, whoever reads it, and what that one has committed: for tests that read like a timetable.

import type { LineBatch, WantedStreams } from '../../src/core/lines/line-batch.ts';
import type { Gap, PositionChange, SavedPosition } from '../../src/core/lines/reading.ts';
import { compareStamps, type Stamp, stampAfter } from '../../src/core/lines/stamp.ts';
import { Slots } from '../../src/core/signals/slots.ts';
import { BatchBuilder } from '../../src/sources/docker/lines/batch-builder.ts';
import { createLineReader } from '../../src/sources/docker/lines/create-line-reader.ts';
import { StampReader } from '../../src/sources/docker/lines/stamps/stamp-reader.ts';
import type { StartAt } from '../../src/sources/docker/reader/container-news.ts';
import { ContainerReader } from '../../src/sources/docker/reader/container-reader.ts';
import type { OriginReading } from '../../src/sources/reading.ts';
import { ManualClock } from './manual-clock.ts';
import { type LogRecord, ModelEngine, type ModelRules } from './model-engine.ts';

export const START: Stamp = { seconds: 1_790_000_000, nanos: 0 };
const BOTH: WantedStreams = { stdout: true, stderr: true };

interface Ledger {
  readonly lines: string[];
  readonly gaps: Gap[];
  position: SavedPosition | undefined;
}

export interface SceneRules extends ModelRules {
  /** So many lines are known at most. */
  readonly mostKnown?: number;
}

export class ReadingScene {
  readonly engine: ModelEngine;
  readonly clock = new ManualClock();
  readonly ledger: Ledger = { lines: [], gaps: [], position: undefined };
  readonly catchUps = new Slots(8);
  readonly states: string[] = [];
  readonly reconnects: string[] = [];
  /** What was said of lines that there are, whether they were read or not; the newest last. */
  readonly known: Stamp[] = [];
  readonly failures: unknown[] = [];
  /** Called with each batch. */
  onLines: (() => void) | undefined;
  readonly #startAt: StartAt;
  readonly #mostKnown: number | undefined;
  #lines: string[] = [];
  #gaps: Gap[] = [];
  #ms = 0;
  #name = 0;
  reader: ContainerReader;
  reading: OriginReading | undefined;

  constructor({ mostKnown, ...rules }: SceneRules = { sinceOnce: false }, startAt: StartAt = { at: 'beginning' }) {
    this.#mostKnown = mostKnown;
    this.engine = new ModelEngine(rules);
    this.engine.time = START;
    this.#startAt = startAt;
    this.reader = this.#newReader();
  }

  #newReader(): ContainerReader {
    const stamps = new StampReader();
    const reader = new ContainerReader({
      containerId: 'c1',
      startAt: this.#startAt,
      client: this.engine,
      traits: { kind: this.engine.kind, apiVersion: '1.41', version: this.engine.version, notes: [] },
      clock: this.clock,
      random: () => 0.5,
      mostKnown: this.#mostKnown,
      catchUps: this.catchUps,
      batch: new BatchBuilder(),
      openLines: (firstByte, taker) => createLineReader({ firstByte, kind: this.engine.kind, taker, stamps }),
    });
    if (this.engine.isRunning) reader.started();
    return reader;
  }

  open(wanted: WantedStreams = BOTH): OriginReading {
    this.reading = this.reader.read({
      position: this.ledger.position,
      wanted,
      sink: {
        lines: (batch) => {
          this.#lines.push(...textsOf(batch));
          this.onLines?.();
        },
        gap: (gap) => this.#gaps.push(gap),
        state: (state, note) => this.states.push(note ? `${state}: ${note}` : state),
        reconnected: (reason) => this.reconnects.push(reason),
        known: (newest) => this.known.push(newest),
        failed: (error) => this.failures.push(error),
      },
    });
    return this.reading;
  }

  /** Some lines, each a little later than the one before; one that is late by some ms was stamped before and written after its neighbours. */
  write(
    count: number,
    {
      late = 0,
      stream = 1,
      stepMs = 0.01,
      text = '\n',
    }: { late?: number; stream?: 1 | 2; stepMs?: number; text?: string } = {},
  ): void {
    for (let i = 0; i < count && this.engine.isRunning; i++) {
      this.#ms += stepMs;
      this.engine.write({ stream, stamp: stampAfter(START, this.#ms - late), text: `line ${this.#name++}${text}` });
    }
  }

  passTime(ms: number): void {
    this.#ms += ms;
  }

  commit(): void {
    this.ledger.position = merged(this.ledger.position, this.reading?.takePosition());
    this.ledger.lines.push(...this.#lines.splice(0));
    this.ledger.gaps.push(...this.#gaps.splice(0));
  }

  /** The process dies: what was not committed never was. */
  async kill(): Promise<void> {
    const killed = this.reading;
    this.reading = undefined;
    await killed?.stop();
    this.#lines = [];
    this.#gaps = [];
    this.reader = this.#newReader();
  }

  async settle(ms = 0): Promise<void> {
    // No write takes that long.
    if (ms > 0) this.engine.writeHalf(false);
    await this.clock.advance(ms);
    this.engine.deliver();
    await this.clock.advance(0);
  }

  /** The requests for streams that go on as long as the container does. */
  get followed(): readonly string[] {
    return this.engine.asked.filter((path) => path.includes('follow=1'));
  }

  /** The container ends, everything is read, and all is committed. */
  async finish(): Promise<void> {
    if (this.engine.isRunning) this.engine.exit(false);
    this.reader.ended();
    await this.settle(20_000);
    this.commit();
  }

  /** Lines that are in the engine's log but not in the ledger, and that no gap tells of. */
  missing(): string[] {
    return this.#held().missing;
  }

  /** Lines in the ledger that nobody ever wrote. */
  invented(): string[] {
    return this.#held().invented;
  }

  /**
   * What was written held against the ledger. What an ended container of Podman has left without an end is one line with what its next run goes
   * on with when nobody read it in between, and else two: each of them once, one way or the other.
   */
  #held(): { readonly missing: string[]; readonly invented: string[] } {
    const missing: string[] = [];
    const have = new Set(this.ledger.lines);
    const written = new Set<string>();
    for (const line of this.#written()) {
      for (let at = 0, length = 1; at < line.length; length++) {
        const parts = line.slice(at, at + length);
        const text = parts.map((part) => part.text).join('');
        if (have.has(text)) {
          written.add(text);
          [at, length] = [at + length, 0];
        } else if (at + length >= line.length) {
          const [first] = parts;
          if (first && !this.#isInGap(first.stamp)) missing.push(first.text);
          [at, length] = [at + 1, 0];
        }
      }
    }
    return { missing, invented: this.ledger.lines.filter((line) => !written.has(line)) };
  }

  /** The lines that were written, in the parts that its container’s runs have of each. Podman’s records without an end go on with the next one of their stream. */
  #written(): Pick<LogRecord, 'text' | 'stamp'>[][] {
    const lines: { text: string; stamp: Stamp }[][] = [];
    const open = new Map<number, { text: string; stamp: Stamp }[]>();
    const runs = new Map<number, number>();
    for (const { stream, stamp, text, run } of this.engine.records) {
      const line = open.get(stream) ?? [];
      const last = line.at(-1);
      if (last && runs.get(stream) === run) last.text += text.trimEnd();
      else line.push({ text: text.trimEnd(), stamp });
      if (line.length === 1 && !last) lines.push(line);
      runs.set(stream, run);
      if (this.engine.kind === 'docker' || text.endsWith('\n')) open.delete(stream);
      else open.set(stream, line);
    }
    return lines;
  }

  #isInGap(stamp: Stamp): boolean {
    return this.ledger.gaps.some(
      ({ from, to }) =>
        (!from || compareStamps(stamp, stampAfter(from, -50)) >= 0) &&
        (!to || compareStamps(stamp, stampAfter(to, 50)) <= 0),
    );
  }

  twice(): string[] {
    const seen = new Set<string>();
    return this.ledger.lines.filter((line) => seen.size === seen.add(line).size);
  }
}

/** A container that has written some lines, which were read and committed. */
export async function sceneAfterLines(lines = 3): Promise<ReadingScene> {
  const scene = new ReadingScene();
  scene.open();
  scene.write(lines);
  await scene.settle();
  scene.commit();
  return scene;
}

function textsOf({ bytes, count, starts, ends }: LineBatch): string[] {
  return Array.from({ length: count }, (_, i) => Buffer.from(bytes.subarray(starts[i], ends[i])).toString());
}

function merged(before: SavedPosition | undefined, change: PositionChange | undefined): SavedPosition | undefined {
  if (change === undefined) return before;
  const from = before?.tailFrom ?? change.appendedFrom;
  const all = Uint8Array.from([...(before?.tail ?? []), ...change.appended]);
  return { head: change.head, tail: all.subarray(change.keepFrom - from), tailFrom: change.keepFrom };
}
