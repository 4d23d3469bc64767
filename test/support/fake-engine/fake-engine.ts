// An engine without containers that run: an HTTP server which a test tells what happens, and which answers as Docker or Podman would, to the byte.
import type { Socket } from 'node:net';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { imageOf } from './api-answers.ts';
import { DOCKER_20, type EngineProfile } from './engine-profile.ts';
import { EngineTime } from './engine-time.ts';
import { EventLog } from './event-log.ts';
import { type ContainerHome, FakeContainer, type FakeContainerSpec } from './fake-container.ts';
import { HttpReply } from './http-reply.ts';
import { ListeningPlace } from './listening-place.ts';
import { answer, type Endpoint } from './routes.ts';

export interface FakeEngineOptions {
  /** Docker 20.10 unless told otherwise. */
  readonly profile?: EngineProfile;
  readonly on?: 'unix' | 'tcp';
  /** What a read-only proxy in front of it refuses. */
  readonly forbidden?: readonly Endpoint[];
  /** Bodies come in chunks of at most so many bytes, cut wherever that falls; unless told, a chunk for each frame. */
  readonly chunkBytes?: number;
  /** Streams send their head together with their first bytes, as some Podman does. */
  readonly lateHeads?: boolean;
}

/** Starts one for the test that runs now. */
export async function startFakeEngine(options: FakeEngineOptions = {}): Promise<FakeEngine> {
  const at = options.on === 'tcp' ? 0 : path.join(temporaryDirectory(), 'docker.sock');
  const engine = new FakeEngine(at, options);
  await engine.start();
  onTestFinished(() => engine.stop());
  return engine;
}

export class FakeEngine implements ContainerHome {
  readonly profile: EngineProfile;
  readonly time = new EngineTime();
  readonly events = new EventLog();
  /** Somebody before it refuses every request for lines, with this status. */
  logsRefusedWith: number | undefined;
  /** What becomes of the bytes of each record on their way, as where something between is broken or hostile. */
  garbled: ((bytes: Buffer) => Buffer) | undefined;
  /** It sends records as lines of JSON, whatever it was asked for. */
  insistsOnJsonLines = false;
  /** Paths with their queries, as they were asked for, in order. */
  readonly requests: string[] = [];
  readonly #options: FakeEngineOptions;
  readonly #place: ListeningPlace;
  readonly #containers = new Map<string, FakeContainer>();
  readonly #forbidden: Set<Endpoint>;
  readonly #streams = new Set<HttpReply>();
  #cutNextAfter: number | undefined;
  #isHolding = false;
  #isUp = false;

  constructor(at: string | number, options: FakeEngineOptions) {
    this.#options = options;
    this.profile = options.profile ?? DOCKER_20;
    this.#forbidden = new Set(options.forbidden);
    this.#place = new ListeningPlace(at, (socket) => this.#hear(socket));
  }

  /** As in TOCSIN_DOCKER_HOST. */
  get url(): string {
    return this.#place.url;
  }

  get containers(): readonly FakeContainer[] {
    return [...this.#containers.values()];
  }

  get openStreams(): number {
    return [...this.#streams].filter((stream) => !stream.isOver).length;
  }

  get connections(): number {
    return this.#place.connections;
  }

  /** It is started at once unless the spec says otherwise. */
  addContainer(spec: FakeContainerSpec = {}): FakeContainer {
    return new FakeContainer({ name: `box${this.#containers.size + 1}`, ...spec }, this);
  }

  /** By id, by the beginning of it, or by name. */
  find(which: string): FakeContainer | undefined {
    return this.containers.find(({ id, name }) => id.startsWith(which) || name === which);
  }

  forbid(endpoint: Endpoint): void {
    this.#forbidden.add(endpoint);
  }

  allow(endpoint: Endpoint): void {
    this.#forbidden.delete(endpoint);
  }

  isForbidden(endpoint: Endpoint): boolean {
    return this.#forbidden.has(endpoint);
  }

  /** Breaks every stream that is open, as proxies do. */
  cutStreams(): void {
    for (const stream of this.#streams) stream.cut();
    this.#streams.clear();
  }

  /** The next stream breaks after so many bytes of its body. */
  cutNextStreamAfter(bytes: number): void {
    this.#cutNextAfter = bytes;
  }

  /** Streams that are opened from now on send nothing, no head either, until `releaseHeads`. */
  holdHeads(): void {
    this.#isHolding = true;
  }

  releaseHeads(): void {
    this.#isHolding = false;
    for (const stream of this.#streams) stream.release();
  }

  async start(): Promise<void> {
    await this.#place.start();
    this.#isUp = true;
  }

  /** Followers end in order, or their connections break. The containers run on, as with live-restore; what happens to them meanwhile nobody is told. */
  async stop(how: 'in_order' | 'killed' = 'in_order'): Promise<void> {
    this.#isUp = false;
    if (how === 'killed') this.cutStreams();
    for (const container of this.containers) container.lines.endFollowers('forgotten');
    this.cutStreams();
    this.events.forget();
    await this.#place.stop(how);
  }

  /** An answer that goes on. */
  openStream(reply: HttpReply): void {
    // What is held back has not left yet.
    for (const stream of this.#streams) if (stream.isOver && !this.#isHolding) this.#streams.delete(stream);
    this.#streams.add(reply);
    if (this.#isHolding) reply.holdBack();
    if (this.#cutNextAfter !== undefined) reply.cutAfter(this.#cutNextAfter);
    this.#cutNextAfter = undefined;
  }

  tell(container: FakeContainer, action: string, attributes: Readonly<Record<string, string>> = {}): void {
    this.#containers.set(container.id, container);
    if (container.state === 'removed') this.#containers.delete(container.id);
    if (!this.#isUp) return;
    const { id, name, spec } = container;
    const told = { ...spec.labels, image: imageOf(container), name, ...attributes };
    this.events.tell({ action, id, attributes: told, at: this.time.next() });
  }

  forget(container: FakeContainer): void {
    this.#containers.delete(container.id);
  }

  #hear(socket: Socket): void {
    let heard = '';
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
      const end = heard.indexOf('\r\n\r\n');
      if (end < 0) return;
      const [asked = '', ...headers] = heard.slice(0, end).split('\r\n');
      heard = '';
      const [method = '', target = ''] = asked.split(' ');
      const accept = headers.find((header) => /^accept:/i.test(header)) ?? '';
      this.requests.push(target);
      const { chunkBytes = Infinity, lateHeads = false } = this.#options;
      answer(this, { method, target, accept }, new HttpReply(socket, { chunkBytes, lateHead: lateHeads }));
    });
  }
}
