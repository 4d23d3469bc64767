// The hits of one portion of a batch: collected as they are found, handed out in order.
import type { HitRows, Hits } from './batch.ts';
import { orderByKey } from './merge-runs.ts';

/** Rules have fewer bits than this, so that (line, rule) fits one number and sorting hits is sorting numbers. */
const RULE_SPAN = 65536;

/**
 * Hits that are held at once, 14 bytes each; putting them in order takes another 30 bytes each for a moment. Three for
 * every rule that a set may hold, one from each pass, are far fewer: so those of one line always have room.
 */
export const MOST_HITS = 1 << 18;

/** Up to so many hits are put in order where they lie. */
const FEW_HITS = 128;

interface Hit {
  readonly start: number;
  readonly end: number;
  readonly rule: number;
  readonly line: number;
}

const NO_ROWS: HitRows = {
  count: 0,
  starts: new Uint32Array(),
  ends: new Uint32Array(),
  rules: new Uint16Array(),
  lines: new Uint32Array(),
};

/** Collects the hits of one portion, in whatever order they are found, and hands them out in order, each once. */
export class HitList implements Hits {
  readonly excluded: HitRows;
  count = 0;
  starts = new Uint32Array(256);
  ends = new Uint32Array(256);
  rules = new Uint16Array(256);
  lines = new Uint32Array(256);
  #inOrder = true;
  #lastKey = -1;
  #isTooShort = false;

  /** @param excluded another list, of the lines that are no hits; none unless said. */
  constructor(excluded: HitRows = NO_ROWS) {
    this.excluded = excluded;
  }

  /** Whether a hit found no room: the list is worth nothing, and less text must be matched at once. */
  get isTooShort(): boolean {
    return this.#isTooShort;
  }

  get byteSize(): number {
    return this.starts.byteLength + this.ends.byteLength + this.rules.byteLength + this.lines.byteLength;
  }

  clear(): void {
    this.count = 0;
    this.#inOrder = true;
    this.#lastKey = -1;
    this.#isTooShort = false;
  }

  add({ start, end, rule, line }: Hit): void {
    if (this.count === MOST_HITS) {
      this.#isTooShort = true;
      return;
    }
    if (this.count === this.starts.length) this.#grow();
    const key = start * RULE_SPAN + rule;
    if (key <= this.#lastKey) this.#inOrder = false;
    this.#lastKey = key;
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.rules[this.count] = rule;
    this.lines[this.count] = line;
    this.count++;
  }

  /** Several passes find hits of one line; this puts them together, and drops what two windows of a rule found twice. */
  sort(): void {
    if (this.#inOrder) return;
    if (this.count <= FEW_HITS) this.#sortInPlace();
    else this.#sortByRuns();
  }

  /** Puts each hit where it belongs among those before it; few moves are made, as most are in order. */
  #sortInPlace(): void {
    const { starts, ends, rules, lines, count } = this;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const hit = { start: starts[i] ?? 0, end: ends[i] ?? 0, rule: rules[i] ?? 0, line: lines[i] ?? 0 };
      const key = hit.start * RULE_SPAN + hit.rule;
      let at = kept;
      while (at > 0 && this.#keyAt(at - 1) > key) at--;
      if (at > 0 && this.#keyAt(at - 1) === key) continue;
      if (at < kept) for (const column of [starts, ends, rules, lines]) column.copyWithin(at + 1, at, kept);
      starts[at] = hit.start;
      ends[at] = hit.end;
      rules[at] = hit.rule;
      lines[at] = hit.line;
      kept++;
    }
    this.count = kept;
    this.#lastKey = this.#keyAt(kept - 1);
    this.#inOrder = true;
  }

  #keyAt(at: number): number {
    return (this.starts[at] ?? 0) * RULE_SPAN + (this.rules[at] ?? 0);
  }

  #sortByRuns(): void {
    const keys = new Float64Array(this.count);
    for (let i = 0; i < keys.length; i++) keys[i] = this.#keyAt(i);
    const order = orderByKey(keys);
    const [starts, ends, lines, rules] = [this.starts, this.ends, this.lines, this.rules].map((array) =>
      array.slice(0, keys.length),
    );
    this.count = 0;
    this.#lastKey = -1;
    for (const at of order) {
      if (keys[at] === this.#lastKey) continue;
      this.add({ start: starts?.[at] ?? 0, end: ends?.[at] ?? 0, rule: rules?.[at] ?? 0, line: lines?.[at] ?? 0 });
    }
  }

  #grow(): void {
    const size = this.starts.length * 2;
    const grown = (old: Uint32Array): Uint32Array<ArrayBuffer> => {
      const larger = new Uint32Array(size);
      larger.set(old);
      return larger;
    };
    this.starts = grown(this.starts);
    this.ends = grown(this.ends);
    this.lines = grown(this.lines);
    const rules = new Uint16Array(size);
    rules.set(this.rules);
    this.rules = rules;
  }
}
