// A container's log and the engine before it as a model: what is asked is answered by the rules that real engines follow, without a socket, so that
// thousands of histories can be tried.
import type { Stamp } from '../../src/core/lines/stamp.ts';
import { compareStamps, parseStampText } from '../../src/core/lines/stamp.ts';
import type {
  BodySink,
  EngineClient,
  EngineStream,
  JsonAnswer,
  StreamOptions,
} from '../../src/sources/docker/engine/engine-client.ts';
import type { EngineFault } from '../../src/sources/docker/engine/faults/engine-fault.ts';

export interface LogRecord {
  readonly stream: 1 | 2;
  readonly stamp: Stamp;
  /** With its `\n`, if it has one. */
  readonly text: string;
}

/** `run`: which of the container’s runs has written it. */
export interface WrittenRecord extends LogRecord {
  readonly run: number;
}

export interface ModelRules {
  /** Docker unless told otherwise. Podman prints whole seconds, leaves the very moment of `since` out, and its streams are no good: see `tear`. */
  readonly kind?: 'docker' | 'podman';
  /** Docker 20.10 unless told otherwise. */
  readonly version?: string;
  /** Whether `since` is forgotten after the first record that it admits, as newer engines do; older ones hold every record against it. */
  readonly sinceOnce: boolean;
}

interface Follower {
  readonly sink: BodySink;
  readonly admits: (record: LogRecord) => boolean;
  /** Where in all that was ever written it stands. */
  at: number;
  isPaused: boolean;
  isClosed: boolean;
  /** What it leaves out without a word. */
  hidden: { readonly from: number; readonly to: number } | undefined;
  /** It ends when all was sent that there was when it was asked for. */
  endsAt: number;
  /** It is cut when so many bytes of it were sent. */
  bytesLeft: number;
}

/** The log of one container. Records that were rotated away are there no more, and nobody is told. */
export class ModelEngine implements EngineClient {
  readonly name = 'model';
  readonly #rules: ModelRules;
  /** The record that is just being written: whoever comes to it finds half of it. */
  #half: WrittenRecord | undefined;
  readonly #records: WrittenRecord[] = [];
  #run = 0;
  readonly #followers = new Set<Follower>();
  #kept = 0;
  /** Requests that were made, by their path. */
  readonly asked: string[] = [];
  /** Records that histories have brought, all of them together. */
  sentInHistories = 0;
  isRunning = true;
  isRemoved = false;
  /** As with `--rm`. */
  isRemovedAtEnd = false;
  /** Its logging driver lets nobody read. */
  isUnreadable = false;
  /** The record that the engine cannot read: every stream breaks off there. */
  broken: LogRecord | undefined;
  /** Requests for what was written meet silence, as of a container that an engine cannot let go of. */
  isMute = false;
  /** Histories say nothing more once they have come to this record, and do not end. */
  hangsAt: LogRecord | undefined;
  /** Streams that follow are opened only when this is given back. */
  lateness: Promise<void> | undefined;
  /** Streams that follow end as soon as they are opened. */
  endsAtOnce = false;
  /** Behind this record the log has zero bytes: histories end there, and streams that begin before them go on with what is written next. */
  zerosBehind: WrittenRecord | undefined;
  /** Requests for what was written are answered only when this is given back. */
  slowness: Promise<void> | undefined;
  /** After so many bytes an answer with lines is cut; asked anew for each. */
  cutsAfterBytes: (() => number) | undefined;
  /** What was written is in the streams alone: `stream`; or in none of them: `history`. */
  linesAreIn: 'both' | 'stream' | 'history' = 'both';
  /** What is said of how the container stands is on its way until this is given back. */
  inspectionLateness: Promise<void> | undefined;
  /** What every question of how the container stands meets while it is set. */
  inspectionFault: EngineFault | undefined;
  /** What every request for lines meets while it is set. */
  logsFault: EngineFault | undefined;
  /** As `max-size` in bytes says it; undefined when the log is never rotated. */
  rotatesAt: number | undefined;
  time: Stamp = { seconds: 0, nanos: 0 };

  constructor(rules: ModelRules) {
    this.#rules = rules;
  }

  get records(): readonly WrittenRecord[] {
    return this.#records;
  }

  /** How many of the oldest records are gone. */
  get rotated(): number {
    return this.#kept;
  }

  get kind(): 'docker' | 'podman' {
    return this.#rules.kind ?? 'docker';
  }

  get version(): string {
    return this.#rules.version ?? '20.10.24';
  }

  write(record: LogRecord): void {
    this.#half = undefined;
    this.#records.push({ ...record, run: this.#run });
    this.time = record.stamp;
  }

  /** Podman alone: the newest record is not written to its end, until the next one is, or until this is called with false. */
  writeHalf(isHalf: boolean): void {
    this.#half = isHalf && this.isRunning && this.kind === 'podman' ? this.#records.at(-1) : undefined;
  }

  /** Podman alone: every open stream comes to the file's end within the next record, tells that half as a whole one, and goes on behind all that was written. */
  tear(): void {
    if (this.kind !== 'podman') return;
    for (const follower of this.#followers) {
      const record = this.#records[follower.at];
      if (record === undefined || follower.endsAt !== Number.POSITIVE_INFINITY) continue;
      const bytes = this.#frame(halfOf(record));
      if (follower.admits(record)) follower.sink.data(bytes, 0, bytes.length);
      follower.at = this.#records.length;
      follower.sink.rested();
    }
  }

  rotate(records: number): void {
    this.#kept = Math.min(this.#records.length, this.#kept + records);
  }

  /** Gives each open stream what was written, up to so many records. */
  deliver(most = Number.POSITIVE_INFINITY): void {
    for (const follower of [...this.#followers]) this.#send(follower, most);
  }

  /** What is not sent yet is left out of every open stream, as old engines do whose file was replaced twice meanwhile. */
  leaveOut(): void {
    for (const follower of this.#followers) follower.at = this.#records.length;
  }

  /** Every open stream begins again with these many records, as old engines do at a rotation. */
  repeat(records: number): void {
    for (const follower of this.#followers) follower.at = Math.max(this.#kept, follower.at - records);
  }

  /** The engine reports a fault of its own in the middle of every stream, and ends it. */
  breakOff(message: string): void {
    for (const follower of [...this.#followers]) this.#breakOff(follower, message);
  }

  /** Ends every stream in the middle. */
  cut(): void {
    for (const follower of [...this.#followers]) this.#end(follower, false);
  }

  /** The container ends: so do its streams, whether all was sent or not. */
  exit(unread: boolean): void {
    this.isRunning = false;
    this.#run++;
    this.#half = undefined;
    if (!unread) this.deliver();
    for (const follower of [...this.#followers]) this.#end(follower, true);
  }

  get openStreams(): number {
    return this.#followers.size;
  }

  async negotiate() {
    return { ok: true, traits: { kind: this.kind, apiVersion: '1.41', version: this.version, notes: [] } } as const;
  }

  now(): Stamp {
    return this.time;
  }

  async getJson(): Promise<JsonAnswer> {
    const answer = this.#inspected();
    await this.inspectionLateness;
    return answer;
  }

  #inspected(): JsonAnswer {
    if (this.isRemoved) return { ok: false, fault: NOT_FOUND };
    if (this.inspectionFault) return { ok: false, fault: this.inspectionFault };
    return {
      ok: true,
      body: {
        State: { Running: this.isRunning },
        HostConfig: {
          AutoRemove: this.isRemovedAtEnd,
          LogConfig: {
            Type: 'json-file',
            Config: this.rotatesAt === undefined ? {} : { 'max-size': String(this.rotatesAt) },
          },
        },
      },
    };
  }

  stream(path: string, sink: BodySink, _options?: StreamOptions): EngineStream {
    this.asked.push(path);
    const question = new URL(path, 'http://engine').searchParams;
    const follower: Follower = {
      sink,
      admits: this.#admission(question),
      at: 0,
      isPaused: false,
      isClosed: false,
      hidden: undefined,
      endsAt: Number.POSITIVE_INFINITY,
      bytesLeft: this.cutsAfterBytes?.() ?? Number.POSITIVE_INFINITY,
    };
    const isHistory = question.get('follow') !== '1';
    void Promise.resolve(isHistory ? this.slowness : this.lateness).then(() => this.#answer(follower, question));
    return {
      pause: () => {
        follower.isPaused = true;
      },
      resume: () => {
        follower.isPaused = false;
        queueMicrotask(() => this.#send(follower, Number.POSITIVE_INFINITY));
      },
      close: () => {
        follower.isClosed = true;
        this.#followers.delete(follower);
      },
    };
  }

  #answer(follower: Follower, question: URLSearchParams): void {
    if (follower.isClosed) return;
    const fault = this.isRemoved ? NOT_FOUND : this.isUnreadable ? NOT_READABLE : this.logsFault;
    if (fault) {
      follower.sink.ended({ complete: false, fault });
      return;
    }
    if (this.isMute && question.get('follow') !== '1') return;
    follower.sink.opened({});
    const tail = question.get('tail');
    follower.at = Math.max(this.#kept, tail === null ? 0 : this.#records.length - Number(tail));
    if (question.get('follow') !== '1' || !this.isRunning) follower.endsAt = this.#records.length;
    const isHistory = follower.endsAt !== Number.POSITIVE_INFINITY;
    if (this.linesAreIn === (isHistory ? 'stream' : 'history')) follower.at = this.#records.length;
    const zerosAt = this.zerosBehind === undefined ? -1 : this.#records.indexOf(this.zerosBehind) + 1;
    if (follower.at < zerosAt) follower.hidden = { from: zerosAt, to: this.#records.length };
    this.#followers.add(follower);
    if (this.endsAtOnce && !isHistory) this.#end(follower, true);
    else this.#send(follower, Number.POSITIVE_INFINITY);
  }

  #admission(question: URLSearchParams): (record: LogRecord) => boolean {
    const since = parseStampText(question.get('since') ?? '');
    let isFiltering = since !== undefined;
    const least = this.kind === 'podman' ? 1 : 0;
    return ({ stream, stamp }) => {
      if (since && isFiltering && compareStamps(stamp, since) < least) return false;
      if (this.#rules.sinceOnce) isFiltering = false;
      return question.get(stream === 1 ? 'stdout' : 'stderr') === '1';
    };
  }

  #send(follower: Follower, most: number): void {
    const { sink } = follower;
    const until = Math.min(this.#records.length, follower.endsAt);
    for (let sent = 0; follower.at < until && sent < most && !follower.isClosed && !follower.isPaused; ) {
      if (follower.at === follower.hidden?.from) {
        follower.at = follower.hidden.to;
        continue;
      }
      const isStuck = this.hangsAt !== undefined && this.#records[follower.at] === this.hangsAt;
      if (isStuck && follower.endsAt !== Number.POSITIVE_INFINITY) break;
      const record = this.#records[follower.at++];
      if (record === this.broken && record !== undefined) {
        this.#breakOff(follower, 'Error grabbing logs: invalid character');
        return;
      }
      if (record === undefined || !follower.admits(record)) continue;
      sent++;
      if (follower.endsAt !== Number.POSITIVE_INFINITY) this.sentInHistories++;
      const bytes = this.#frame(record === this.#half ? halfOf(record) : record);
      const end = Math.min(bytes.length, follower.bytesLeft);
      follower.bytesLeft -= end;
      sink.data(bytes, 0, end);
      if (follower.bytesLeft === 0) this.#cut(follower);
    }
    if (!follower.isClosed) sink.rested();
    if (follower.at >= follower.endsAt) this.#end(follower, true);
  }

  #frame(record: LogRecord): Uint8Array {
    return this.kind === 'podman' ? frame(record, '') : frame(record);
  }

  #breakOff(follower: Follower, message: string): void {
    const bytes = Buffer.concat([Buffer.from([3, 0, 0, 0, 0, 0, 0, message.length]), Buffer.from(message)]);
    follower.sink.data(bytes, 0, bytes.length);
    follower.sink.rested();
    this.#end(follower, true);
  }

  #cut(follower: Follower): void {
    if (!follower.isClosed) follower.sink.rested();
    this.#end(follower, false);
  }

  #end(follower: Follower, complete: boolean): void {
    this.#followers.delete(follower);
    if (follower.isClosed) return;
    follower.isClosed = true;
    follower.sink.ended(complete ? { complete } : { complete, fault: { kind: 'cut', words: 'The stream was cut.' } });
  }
}

const NOT_FOUND = {
  kind: 'refused',
  status: 404,
  message: 'No such container',
  words: 'The engine knows no such container.',
} as const;

const nineDigits = (nanos: number): string => String(nanos).padStart(9, '0');

const NOT_READABLE = {
  kind: 'refused',
  status: 501,
  message: 'configured logging driver does not support reading',
  words: 'The engine cannot read the lines of this container.',
} as const;

/** A half record looks like a whole one: Podman adds the end of its line. */
const halfOf = ({ text, ...record }: LogRecord): LogRecord => ({
  ...record,
  text: `${text.slice(0, text.length >> 1)}${text.endsWith('\n') ? '\n' : ''}`,
});

export function frame({ stream, stamp, text }: LogRecord, fraction = `.${nineDigits(stamp.nanos)}`): Uint8Array {
  const time = new Date(stamp.seconds * 1000).toISOString().slice(0, 19);
  const body = Buffer.from(`${time}${fraction}Z ${text}`);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}
