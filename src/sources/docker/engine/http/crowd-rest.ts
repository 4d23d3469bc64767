// Lets the process rest for some milliseconds when many quiet streams together wake it up hundreds of times a second: what comes meanwhile is read in one go.
import { performance } from 'node:perf_hooks';

/** The longest is what a stream that is not busy leaves room for in its socket: so late a line may be read at most. */
export const LONGEST_REST_MS = 32;
/** It takes most of the wakings away where lines are many. */
const SHORTEST_REST_MS = 8;
/** A rest that brings so many lines has paid for its waking. */
const ENOUGH_READS = 32;
/** So many reads within this time are a crowd: a rest then saves several wakings for the one that it costs. */
const [CROWD_READS, CROWD_MS] = [128, 256];
/** After a stream that brings much, whose engine must not wait, after what somebody waits for, and after anything else that goes on in the process: more of that is to be expected. */
const AWAKE_MS = 50;

/** `lone`: a line or two after a while without any. `busy`: so much that a rest could keep its engine from writing. */
export type ReadKind = 'lone' | 'steady' | 'busy';

export interface CrowdRestOptions {
  /** Holds up the whole process: that is what saves the time, and why it is short. */
  readonly rest: (ms: number) => void;
  /** How much has come from outside in all, whoever it was for. */
  readonly events: () => number;
}

export class CrowdRest {
  readonly #options: CrowdRestOptions;
  #reads = 0;
  #counted = 0;
  #countedFrom = 0;
  #isCrowd = false;
  #restMs = LONGEST_REST_MS;
  #isDue = false;
  #awakeUntil = Number.NEGATIVE_INFINITY;
  /** What had come for others than these streams when that was looked at last. */
  #others = 0;

  constructor(options: CrowdRestOptions) {
    this.#options = options;
  }

  /** To be told of each read, when what it brought was dealt with. */
  read(now: number, kind: ReadKind): void {
    this.#reads += 1;
    if (kind === 'busy') this.stayAwake(now);
    if (kind !== 'lone') return;
    this.#count(now);
    if (!this.#isCrowd || this.#isDue || now < this.#awakeUntil) return;
    this.#isDue = true;
    // By then all was read that there was to be read.
    setImmediate(() => this.#restUnlessOthers(now));
  }

  /** For a while, from now on: somebody waits for what comes of what was read. */
  stayAwake(now: number): void {
    this.#awakeUntil = now + AWAKE_MS;
  }

  /** A crowd that has fallen silent is none from its first read on. */
  #count(now: number): void {
    const isSilent = now - this.#countedFrom > CROWD_MS;
    this.#counted += 1;
    if (!isSilent && this.#counted < CROWD_READS) return;
    this.#isCrowd = !isSilent;
    const enoughInMs = ((now - this.#countedFrom) / this.#counted) * ENOUGH_READS;
    this.#restMs = Math.min(LONGEST_REST_MS, Math.max(SHORTEST_REST_MS, Math.round(enoughInMs)));
    [this.#counted, this.#countedFrom] = [0, now];
  }

  #restUnlessOthers(now: number): void {
    this.#isDue = false;
    const others = this.#options.events() - this.#reads;
    if (others > this.#others) this.stayAwake(now);
    this.#others = others;
    if (now >= this.#awakeUntil) this.#options.rest(this.#restMs);
  }
}

const never = new Int32Array(new SharedArrayBuffer(4));

/** For all engines: they share one process. */
export const crowdRest = new CrowdRest({
  rest: (ms) => void Atomics.wait(never, 0, 0, ms),
  events: () => performance.nodeTiming.uvMetricsInfo.events,
});
