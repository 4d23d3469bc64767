// A container of the fake engine: its life and its log, as a test wants them.
import { createHash } from 'node:crypto';
import { type Stamp, stampOfMilliseconds } from '../../../src/core/lines/stamp.ts';
import type { EngineProfile } from './engine-profile.ts';
import type { EngineTime } from './engine-time.ts';
import { ContainerLog } from './logs/container-log.ts';
import { LineCopier } from './logs/line-copier.ts';
import { frame } from './logs/log-encoding.ts';
import type { Copier, LogStream } from './logs/log-record.ts';
import { ReadCopier } from './logs/read-copier.ts';

export interface FakeContainerSpec {
  /** Unless told, made from the name. */
  readonly id?: string;
  readonly name?: string;
  readonly image?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly env?: readonly string[];
  readonly tty?: boolean;
  /** `none` lets nobody read. */
  readonly driver?: string;
  readonly driverOptions?: Readonly<Record<string, string>>;
  /** The engine removes it as soon as it ends. */
  readonly autoRemove?: boolean;
  /** It is created and not started. */
  readonly created?: true;
}

export type ContainerState = 'created' | 'running' | 'exited' | 'dead' | 'removed';

/** What it needs of its engine. */
export interface ContainerHome {
  readonly profile: EngineProfile;
  readonly time: EngineTime;
  tell(container: FakeContainer, action: string, attributes?: Readonly<Record<string, string>>): void;
  forget(container: FakeContainer): void;
}

const NEVER = stampOfMilliseconds(Date.parse('0001-01-01T00:00:00Z'));

export class FakeContainer {
  readonly id: string;
  readonly spec: FakeContainerSpec;
  readonly createdAt: Stamp;
  readonly lines = new ContainerLog();
  name: string;
  state: ContainerState = 'created';
  startedAt = NEVER;
  finishedAt = NEVER;
  exitCode = 0;
  restartCount = 0;
  /** Memory was short in this run. */
  isOom = false;
  /** What its health check says; undefined where there is none. */
  health: 'healthy' | 'unhealthy' | undefined;
  readonly #home: ContainerHome;
  readonly #copiers: Readonly<Record<LogStream, Copier>>;

  constructor(spec: FakeContainerSpec, home: ContainerHome) {
    [this.spec, this.#home] = [spec, home];
    this.name = spec.name ?? 'box';
    this.id = spec.id ?? createHash('sha256').update(this.name).digest('hex');
    this.createdAt = home.time.next();
    this.#copiers = { stdout: copier('stdout', home.profile), stderr: copier('stderr', home.profile) };
    home.tell(this, 'create');
    if (!spec.created) this.start();
  }

  /** Writes a line; on a terminal everything is stdout. Unless told, it gets a stamp of its own. */
  log(stream: LogStream, text: string, stamp?: Stamp): void {
    this.write(stream, `${text}${this.spec.tty ? '\r' : ''}\n`, stamp);
  }

  /** Writes bytes, which end a line only if they say so. */
  write(stream: LogStream, bytes: string | Uint8Array, stamp?: Stamp): void {
    const records = this.#copiers[this.spec.tty ? 'stdout' : stream];
    const given = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    for (const record of records.write(given, () => stamp ?? this.#home.time.next())) this.lines.append(record);
  }

  start(): void {
    if (this.state === 'running') return;
    if (this.startedAt !== NEVER) this.restartCount += 1;
    [this.state, this.startedAt, this.finishedAt, this.exitCode] = ['running', this.#home.time.next(), NEVER, 0];
    this.isOom = false;
    this.#home.tell(this, 'start');
  }

  /** Ends by itself; what its followers have not had yet is sent or forgotten, as the engine's age has it. */
  die(exitCode = 0): void {
    if (this.state !== 'running') return;
    for (const one of Object.values(this.#copiers))
      for (const record of one.flush(() => this.#home.time.next())) this.lines.append(record);
    [this.state, this.finishedAt, this.exitCode] = ['exited', this.#home.time.next(), exitCode];
    this.lines.endFollowers(this.#home.profile.unreadAtEnd);
    this.#home.tell(this, 'die', { exitCode: String(exitCode) });
    if (this.spec.autoRemove) this.destroy();
  }

  /** Is stopped by somebody. */
  stop(exitCode = 143): void {
    if (this.state !== 'running') return;
    this.#home.tell(this, 'kill', { signal: '15' });
    this.die(exitCode);
    this.#home.tell(this, 'stop');
  }

  /** Runs out of memory, and is ended for it; the engine tells of the shortage before the end, behind it, or not at all. */
  exhaustMemory(told: 'before' | 'behind' | 'never' = 'before'): void {
    this.isOom = true;
    if (told === 'before') this.#home.tell(this, 'oom');
    this.die(137);
    if (told === 'behind') this.#home.tell(this, 'oom');
  }

  /** Its health check comes to another verdict. */
  feels(health: 'healthy' | 'unhealthy'): void {
    this.health = health;
    this.#home.tell(this, `health_status: ${health}`);
  }

  restart(): void {
    this.stop();
    this.start();
    this.#home.tell(this, 'restart');
  }

  destroy(): void {
    if (this.state === 'removed') return;
    if (this.state === 'running') {
      this.#home.tell(this, 'kill', { signal: '9' });
      this.die(137);
      // The engine may have removed it at its end.
      if (this.#isRemoved()) return;
    }
    this.state = 'removed';
    this.#home.forget(this);
    this.#home.tell(this, this.#home.profile.kind === 'podman' ? 'remove' : 'destroy');
  }

  rename(name: string): void {
    const oldName = `/${this.name}`;
    this.name = name;
    this.#home.tell(this, 'rename', { oldName });
  }

  /** The engine cannot remove it and keeps what is left of it. */
  becomeDead(): void {
    this.die(137);
    this.state = 'dead';
  }

  /** The engine breaks off in the middle of the log and says why, in a frame of its own. */
  failFollowers(message: string): void {
    this.lines.sendRaw(frame('engine', Buffer.from(message)));
    this.lines.endFollowers('forgotten');
  }

  #isRemoved(): boolean {
    return this.state === 'removed';
  }
}

const copier = (stream: LogStream, profile: EngineProfile): Copier =>
  profile.unendedLines === 'recorded' ? new ReadCopier(stream, profile.recordBytes) : new LineCopier(stream, profile);
