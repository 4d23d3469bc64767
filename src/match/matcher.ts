// Which of many rules match which lines of a text: plan, scan, verify.
import { NEWLINE, withoutReturn } from '../core/text/line-end.ts';
import { CacheBudget } from './automaton/cache-budget.ts';
import type { Batch, Hits } from './batch/batch.ts';
import { batchFault } from './batch/batch-fault.ts';
import { HitList } from './batch/hit-list.ts';
import { LineTable } from './batch/line-table.ts';
import { type Portion, Portions } from './batch/portions.ts';
import { EveryLine } from './every-line/every-line.ts';
import { Planner } from './planner.ts';
import type { Plan } from './prefilter/plan.ts';
import { TableWriter } from './prefilter/tables.ts';
import type { RuleSet } from './rule-set.ts';
import { Verifier } from './verifier.ts';
import { LARGEST_STRIDE } from './wasm/costs.ts';
import { createKernel, type KernelForm, withRoom } from './wasm/create-kernel.ts';
import { CANDIDATE_FIELDS, type Kernel, runPass } from './wasm/kernel.ts';
import { LANES, LAST_LINES, PADDING, STATE_LINE_END, STATE_LINE_START, TEXT } from './wasm/layout.ts';

/** A rule that needs many states has up to 8 MiB of it, a group of rules 16 MiB. */
const CACHE_BYTES = 32 << 20;

export interface MatcherOptions {
  readonly rules: RuleSet;
  /** `twin` is the kernel in TypeScript. Unless said, WebAssembly is used where it is to be had. */
  readonly kernel?: KernelForm;
  /** What the caches of all automata may hold together. */
  readonly cacheBytes?: number;
}

/**
 * The life of a text here: the caller writes it to the buffer that `reserve` gives, `match` plans by its first bytes
 * which windows to look for, runs the kernel's passes over it, and shows each line that they name to the automaton of
 * the rule that they name it for. However the text is cut into batches, at line ends, the hits are the same.
 */
export class Matcher {
  #kernel: Kernel;
  readonly #verifier: Verifier;
  readonly #everyLine: EveryLine;
  readonly #excluded = new HitList();
  readonly #hits = new HitList(this.#excluded);
  readonly #portions = new Portions();
  readonly #lines = new LineTable();
  readonly #behindText = new Uint8Array(PADDING);
  readonly #planner: Planner;
  #rules: RuleSet;

  constructor({ rules, kernel, cacheBytes = CACHE_BYTES }: MatcherOptions) {
    const budget = new CacheBudget(cacheBytes);
    this.#verifier = new Verifier(budget);
    this.#everyLine = new EveryLine({ budget });
    this.#kernel = createKernel(kernel);
    this.#kernel.bytes.fill(NEWLINE, TEXT - PADDING, TEXT);
    this.#rules = rules;
    this.#verifier.use(rules.rules);
    const { costs } = this.#kernel;
    this.#planner = new Planner({ rules, costs, putInForce: (plan) => this.#putInForce(plan) });
  }

  /** Other rules from the next batch on. What is known of the text, and of rules that stay, is kept. */
  use(rules: RuleSet): void {
    this.#rules = rules;
    this.#verifier.use(rules.rules);
    this.#planner.use(rules);
  }

  /** Shows the matcher text of the kind that will come, from several places of a file for instance, before the first batch. */
  learn(sample: Uint8Array): void {
    this.#planner.learn(sample);
  }

  /** The buffer for the next batch's text, `size` bytes at least. What is written there stays, also in a larger one. A RangeError where there is no memory for it; then all is as before. */
  reserve(size: number): Uint8Array<ArrayBuffer> {
    const kernel = withRoom(this.#kernel, size);
    if (kernel !== this.#kernel) this.#planner.useCosts(kernel.costs);
    this.#kernel = kernel;
    const { bytes } = kernel;
    return bytes.subarray(TEXT, bytes.length - PADDING);
  }

  /** How the rules in force are looked for; undefined until text has been seen. */
  get plan(): Plan | undefined {
    return this.#planner.plan;
  }

  /** Bytes held for the rules in force: the kernel's memory, text included, the automata, and the list of hits. */
  get byteSize(): number {
    return (
      this.#kernel.bytes.length +
      this.#verifier.byteSize +
      this.#everyLine.byteSize +
      this.#hits.byteSize +
      this.#excluded.byteSize
    );
  }

  /** How many `\n` there are in [from, end) of the buffer. */
  countLines(from: number, end: number): number {
    return this.#kernel.countNewlines(TEXT + from, TEXT + end);
  }

  /**
   * The hits of the batch, in portions that are found as they are asked for: until the last one was, the buffer must
   * be left alone. What is wrong with the batch is a RangeError at once.
   */
  match(batch: Batch): Iterable<Hits> {
    const fault = batchFault(batch, this.#kernel.bytes.subarray(TEXT, this.#kernel.bytes.length - PADDING));
    if (fault !== undefined) throw new RangeError(fault);
    return this.#matchInPortions(batch);
  }

  *#matchInPortions(batch: Batch): Iterable<Hits> {
    let from = 0;
    do {
      const portion = this.#portions.next(this.#kernel.bytes.subarray(TEXT), { from, end: batch.length });
      this.#matchPortion(batch, portion);
      if (this.#isTooShort) {
        this.#portions.hadTooMany(portion);
        continue;
      }
      this.#portions.hadFew(Math.max(this.#hits.count, this.#excluded.count));
      from = portion.end;
      yield this.#hits;
    } while (from < batch.length);
  }

  #matchPortion(batch: Batch, portion: Portion): void {
    const { bytes } = this.#kernel;
    const end = TEXT + portion.end;
    const text = bytes.subarray(TEXT + portion.from, end);
    const plan = this.#planner.planFor(text);
    // The last line needs its `\n`, and the kernel looks ahead; what the caller has there already comes back afterwards.
    this.#behindText.set(bytes.subarray(end, end + PADDING));
    bytes.fill(NEWLINE, end, end + PADDING);
    this.#hits.clear();
    this.#excluded.clear();
    this.#lines.use(batch, portion);
    this.#runPasses(plan, portion);
    const fromCandidates = this.#hits.count + this.#excluded.count;
    if (this.#everyLine.isNeeded && !this.#isTooShort) this.#readEveryLine(portion);
    bytes.set(this.#behindText, end);
    if (!this.#isTooShort) for (const list of [this.#hits, this.#excluded]) list.sort();
    this.#everyLine.divideWhatGaveUp();
    this.#planner.keepUp(text, fromCandidates);
  }

  /** Gives the rules that every line is read for. */
  #putInForce(plan: Plan): readonly number[] {
    const leftOut = new TableWriter(this.#kernel.bytes).write(plan);
    const always = [...plan.always, ...leftOut];
    this.#everyLine.use(this.#rules.rules, always);
    return always;
  }

  #runPasses({ stride, strided, short }: Plan, portion: Portion): void {
    const kernel = this.#kernel;
    const [from, end] = [TEXT + portion.from, TEXT + portion.end];
    kernel.bytes.fill(0, LAST_LINES, LAST_LINES + 4 * this.#rules.rules.length);
    kernel.bytes.fill(0, STATE_LINE_START, STATE_LINE_END + 4);
    const take = (list: Uint32Array): boolean => this.#verify(list);
    // A window may begin before the text and end behind it, as it may take in the `\n` around a line; the padding there is `\n` all over.
    // A gram is found where it begins, at most a stride early; a fingerprint where it ends, among sixteen positions that are looked at at once.
    if (strided.length > 0) runPass(kernel, stride, { from: from - LARGEST_STRIDE, end, take });
    if (short.length > 0) runPass(kernel, 'short', { from: from - LANES, end: end + LANES, take });
  }

  /** Whether there is room for the hits of more. */
  #verify(candidates: Uint32Array): boolean {
    const { bytes } = this.#kernel;
    const counts = this.#planner.candidates;
    for (let i = 0; i < candidates.length; i += CANDIDATE_FIELDS) {
      const start = candidates[i] ?? 0;
      const behind = candidates[i + 1] ?? 0;
      const rule = candidates[i + 2] ?? 0;
      counts[rule] = (counts[rule] ?? 0) + 1;
      const line = this.#lines.find(start - TEXT);
      if (line < 0 || !this.#lines.selects(line, rule)) continue;
      const end = withoutReturn(bytes, start, behind);
      if (this.#verifier.matches(rule, bytes, { start, end })) this.#add(rule, line, { start, end });
    }
    return !this.#isTooShort;
  }

  #readEveryLine(portion: Portion): void {
    const { bytes } = this.#kernel;
    const [from, end, lines] = [TEXT + portion.from, TEXT + portion.end, this.#lines];
    // The last line may lack its `\n`; the padding has one.
    const behind = from === end || bytes[end - 1] === NEWLINE ? end : end + 1;
    const text = { kernel: this.#kernel, lines, from, end: behind, isEnough: () => this.#isTooShort };
    this.#everyLine.read(text, (rule, start, newline) => {
      const line = lines.find(start - TEXT);
      if (line < 0 || !lines.selects(line, rule)) return;
      this.#add(rule, line, { start, end: withoutReturn(bytes, start, newline) });
    });
  }

  /** A line that the rule's pattern matches. */
  #add(rule: number, line: number, span: { readonly start: number; readonly end: number }): void {
    const list = this.#verifier.isExcluded(rule, this.#kernel.bytes, span) ? this.#excluded : this.#hits;
    list.add({ start: span.start - TEXT, end: span.end - TEXT, rule, line });
  }

  /** A list has no room for what was found. */
  get #isTooShort(): boolean {
    return this.#hits.isTooShort || this.#excluded.isTooShort;
  }
}
