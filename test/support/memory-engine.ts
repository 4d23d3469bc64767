// A container engine in the test's own memory, behind the client's interface: no socket, and no time but the test's.
import {
  compareStamps,
  parseStampText,
  type Stamp,
  stampAfter,
  stampOfMilliseconds,
} from '../../src/core/lines/stamp.ts';
import type {
  BodySink,
  EngineClient,
  EngineStream,
  EngineTraits,
  JsonAnswer,
} from '../../src/sources/docker/engine/engine-client.ts';
import type { EngineFault } from '../../src/sources/docker/engine/faults/engine-fault.ts';
import type { ManualClock } from './manual-clock.ts';

interface Container {
  readonly id: string;
  name: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly created: Stamp;
  state: 'created' | 'running' | 'exited';
  endedAt: number;
}

interface Subscriber {
  readonly sink: BodySink;
}

/** An engine keeps so many events to repeat them. */
const RING = 256;

export const refusal = (status: number, words = `refused with ${status}`): EngineFault => ({
  kind: 'refused',
  status,
  words,
});

export class MemoryEngine implements EngineClient {
  readonly name = 'nas';
  readonly #clock: ManualClock;
  readonly #containers = new Map<string, Container>();
  readonly #ring: { readonly at: Stamp; readonly text: string }[] = [];
  readonly #subscribers = new Set<Subscriber>();
  #nanos = 0;
  #made = 0;
  #held: { readonly promise: Promise<void>; readonly release: () => void } | undefined;
  traits: EngineTraits = { kind: 'docker', apiVersion: '1.41', version: '20.10.24', notes: [] };
  /** How far its clock is ahead of the test's. */
  ahead = 0;
  /** What every request meets while it is set. */
  down: EngineFault | undefined;
  /** What asking for events meets. */
  eventsFault: EngineFault | undefined;
  /** What the next lists meet, one after the other. */
  listFaults: EngineFault[] = [];
  /** What lists are instead of lists. */
  listBody: unknown;
  inspectFault: EngineFault | undefined;
  /** Questions about one container get no answer, or none do. */
  hangsOnInspect = false;
  hangs = false;
  /** Headers come with the first event. */
  isSilent = false;
  /** Events that happen reach nobody. */
  isDeaf = false;
  /** Images have no names in lists. */
  hidesImages = false;
  readonly requests: string[] = [];

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  now(): Stamp {
    return stampOfMilliseconds(this.#clock.now() + this.ahead);
  }

  async negotiate(): Promise<{ ok: true; traits: EngineTraits } | { ok: false; fault: EngineFault }> {
    this.requests.push('/_ping');
    await undefined;
    return this.down ? { ok: false, fault: this.down } : { ok: true, traits: this.traits };
  }

  async getJson(path: string, signal: AbortSignal): Promise<JsonAnswer> {
    this.requests.push(path);
    const isList = path.startsWith('/containers/json');
    if (this.hangs || (this.hangsOnInspect && path.startsWith('/containers/') && !isList)) return this.#hang(signal);
    if (path === '/_ping') return this.down ? { ok: false, fault: this.down } : { ok: true, body: 'OK' };
    const answer = isList ? this.#list() : this.#inspect(path);
    const given = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => given.resolve(), { once: true });
    if (isList && !signal.aborted) await Promise.race([this.#held?.promise, given.promise]);
    return signal.aborted ? { ok: false, fault: { kind: 'closed', words: 'closed' } } : answer;
  }

  stream(path: string, sink: BodySink): EngineStream {
    this.requests.push(path);
    const subscriber = { sink };
    const since = parseStampText(/[?&]since=([\d.]+)/.exec(path)?.[1] ?? '') ?? this.now();
    this.#subscribers.add(subscriber);
    queueMicrotask(() => this.#open(subscriber, since));
    return { pause: () => {}, resume: () => {}, close: () => this.#subscribers.delete(subscriber) };
  }

  create(
    name: string,
    options: { readonly image?: string; readonly labels?: Readonly<Record<string, string>> } = {},
  ): string {
    const id = (++this.#made).toString(16).padStart(12, '0').padEnd(64, 'a');
    const { image = 'alpine:3', labels = {} } = options;
    const created = this.#tick();
    this.#containers.set(id, { id, name, image, labels, created, state: 'created', endedAt: 0 });
    this.#happened(id, 'create');
    return id;
  }

  start(id: string): void {
    this.#change(id, 'start', (container) => {
      container.state = 'running';
    });
  }

  die(id: string): void {
    this.#change(id, 'die', (container) => {
      container.state = 'exited';
      container.endedAt = this.#clock.monotonic();
    });
  }

  destroy(id: string): void {
    this.#happened(id, 'destroy');
    this.#containers.delete(id);
  }

  rename(id: string, name: string): void {
    this.#change(id, 'rename', (container) => {
      container.name = name;
    });
  }

  run(name: string, options: Parameters<MemoryEngine['create']>[1] = {}): string {
    const id = this.create(name, options);
    this.start(id);
    return id;
  }

  /** Another event about it, such as `exec_create`. */
  mention(id: string, action: string): void {
    this.#happened(id, action);
  }

  /** Anything on the stream of events. */
  say(text: string): void {
    for (const { sink } of this.#subscribers) write(sink, text);
  }

  /** Ends all streams. */
  cut(fault: EngineFault | undefined = { kind: 'cut', words: 'The stream was cut.' }): void {
    for (const { sink } of [...this.#subscribers]) sink.ended(fault ? { complete: false, fault } : { complete: true });
    this.#subscribers.clear();
  }

  fall(): void {
    this.down = { kind: 'not_listening', words: 'Nobody listens there.' };
    this.cut();
  }

  rise(): void {
    this.down = undefined;
  }

  /** As after its own restart: containers stay, what it kept of its events does not. */
  forgetEvents(): void {
    this.#ring.length = 0;
  }

  /** Lists are made from now on and answered only when the returned function is called. */
  holdLists(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = { promise, release: resolve };
    return () => {
      this.#held = undefined;
      resolve();
    };
  }

  stateOf(id: string): Container['state'] | undefined {
    return this.#containers.get(id)?.state;
  }

  nameOf(id: string): string {
    return this.#containers.get(id)?.name ?? '';
  }

  get listings(): number {
    return this.requests.filter((path) => path.startsWith('/containers/json')).length;
  }

  #open(subscriber: Subscriber, since: Stamp): void {
    const { sink } = subscriber;
    if (!this.#subscribers.has(subscriber)) return;
    const fault = this.down ?? this.eventsFault;
    if (fault) {
      this.#subscribers.delete(subscriber);
      sink.ended({ complete: false, fault });
      return;
    }
    const again = this.#ring.filter(({ at }) => compareStamps(at, since) >= 0);
    if (!this.isSilent || again.length > 0) sink.opened({});
    for (const { text } of again) write(sink, text);
  }

  #change(id: string, action: string, change: (container: Container) => void): void {
    const container = this.#containers.get(id);
    if (container === undefined) throw new Error(`there is no container ${id}`);
    change(container);
    this.#happened(id, action);
  }

  #happened(id: string, action: string): void {
    const container = this.#containers.get(id);
    const at = this.#tick();
    const attributes = { ...container?.labels, image: container?.image, name: container?.name };
    const event = { status: action, id, Type: 'container', Action: action, Actor: { ID: id, Attributes: attributes } };
    const nano = `${at.seconds}${String(at.nanos).padStart(9, '0')}`;
    const text = JSON.stringify({ ...event, time: at.seconds, timeNano: '@' }).replace('"@"', nano);
    this.#ring.push({ at, text: `${text}\n` });
    if (this.#ring.length > RING) this.#ring.shift();
    if (!this.isDeaf) this.say(`${text}\n`);
  }

  /** No two things happen at the same moment. */
  #tick(): Stamp {
    this.#nanos = (this.#nanos + 1) % 1_000_000;
    return stampAfter(this.now(), this.#nanos / 1e6);
  }

  /** As long as a client waits. */
  async #hang(signal: AbortSignal): Promise<JsonAnswer> {
    await this.#clock.sleep(10_000, signal);
    return { ok: false, fault: { kind: signal.aborted ? 'closed' : 'timeout', words: 'It hangs.' } };
  }

  #list(): JsonAnswer {
    const fault = this.down ?? this.listFaults.shift();
    if (fault) return { ok: false, fault };
    if (this.listBody !== undefined) return { ok: true, body: this.listBody };
    const body = [...this.#containers.values()].map((container) => ({
      Id: container.id,
      Names: [`/${container.name}`],
      Image: this.hidesImages ? 'sha256:abcd' : container.image,
      Labels: container.labels,
      Created: container.created.seconds,
      State: container.state,
      Status: container.state === 'exited' ? `Exited (0) ${this.#ago(container.endedAt)} ago` : 'Up',
    }));
    return { ok: true, body };
  }

  #ago(endedAt: number): string {
    const seconds = Math.floor((this.#clock.monotonic() - endedAt) / 1000);
    return seconds < 60 ? `${seconds} seconds` : `${Math.floor(seconds / 60)} minutes`;
  }

  #inspect(path: string): JsonAnswer {
    const container = this.#containers.get(/^\/containers\/([^/]+)\/json$/.exec(path)?.[1] ?? '');
    const fault = this.down ?? this.inspectFault ?? (container ? undefined : refusal(404));
    if (fault || container === undefined) return { ok: false, fault: fault ?? refusal(404) };
    const { id, name, image, labels } = container;
    return { ok: true, body: { Id: id, Name: `/${name}`, Config: { Image: image, Labels: labels } } };
  }
}

function write(sink: BodySink, text: string): void {
  const bytes = Buffer.from(text);
  sink.data(bytes, 0, bytes.length);
  sink.rested();
}
