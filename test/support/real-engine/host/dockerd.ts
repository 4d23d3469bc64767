// A Docker engine of the tests' own: own socket, own data, own containerd, no network or one that nobody else sees, and nothing of the machine's firewall.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { waitUntil } from '../../wait-until.ts';
import { type EngineApi, engineApi } from '../engine-api.ts';
import { createEngineRoot, type EngineRoot } from './engine-root.ts';
import { hasNotEnded } from './processes.ts';
import { ENGINE_PATH } from './requirements.ts';

const START_LIMIT_MS = 30_000;

export interface DockerdOptions {
  /** Containers go on while the engine is away. */
  readonly liveRestore?: boolean;
  /** It lives in a network of its own, in which containers have bridges and ports that nobody outside sees: those may be reached at HOST_ADDRESS. */
  readonly ownNetwork?: boolean;
}

/** The machine's address in an engine's own network. */
export const HOST_ADDRESS = '172.31.0.1';

export interface Dockerd {
  readonly api: EngineApi;
  readonly socket: string;
  /** The engine's data: `containers/ID/ID-json.log` and so on. */
  readonly dataRoot: string;
  /** What the engine itself wrote to its log. */
  log(): string;
  pid(): number;
  /** Ends the engine, and only it, as the machine's service manager (SIGTERM) or its memory killer (SIGKILL) would; resolves when it is gone. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it again with the same data; resolves when it answers. */
  start(): Promise<void>;
  /** Ends it with all its containers and deletes everything. */
  dispose(): Promise<void>;
}

/** The pid is the engine's own: each of these becomes the next. */
const IN_OWN_NETWORK = [
  'unshare',
  ...['--net', 'sh', '-c', '/bin/busybox ip link set lo up && exec dockerd "$@"', 'dockerd'],
] as const;

export async function startDockerd(options: DockerdOptions = {}): Promise<Dockerd> {
  const root = createEngineRoot();
  const engine = new OwnDockerd(root, options);
  try {
    await engine.start();
  } catch (error) {
    await root.dispose();
    throw error;
  }
  return engine;
}

class OwnDockerd implements Dockerd {
  readonly api: EngineApi;
  readonly socket: string;
  readonly dataRoot: string;
  readonly #root: EngineRoot;
  readonly #options: DockerdOptions;
  readonly #logFile: string;
  #process: ChildProcess | undefined;

  constructor(root: EngineRoot, options: DockerdOptions) {
    this.#root = root;
    this.#options = options;
    this.socket = path.join(root.folder, 'docker.sock');
    this.dataRoot = path.join(root.folder, 'data');
    this.#logFile = path.join(root.folder, 'dockerd.log');
    this.api = engineApi(this.socket);
    writeFileSync(path.join(root.folder, 'daemon.json'), '{}');
  }

  async start(): Promise<void> {
    await this.#forgetContainerd();
    const log = openSync(this.#logFile, 'a');
    const [program, ...args] = this.#options.ownNetwork
      ? [...IN_OWN_NETWORK, ...this.#arguments()]
      : ['dockerd', ...this.#arguments()];
    const started = spawn(program, args, {
      env: { ...process.env, PATH: ENGINE_PATH },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    this.#process = started;
    let failure: string | undefined;
    started.once('error', (error) => {
      failure = error.message;
    });
    await waitUntil(
      async () => {
        if (started.exitCode !== null) failure = `it ended with ${started.exitCode}`;
        if (failure !== undefined) throw new Error(`dockerd did not start (${failure}):\n${this.#lastWords()}`);
        return this.api.call('GET', '/_ping').then(
          ({ status }) => status === 200,
          () => false,
        );
      },
      { what: () => `dockerd answers. Its log:\n${this.#lastWords()}`, limitMs: START_LIMIT_MS },
    );
  }

  async kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const dying = this.#process;
    if (dying === undefined || dying.exitCode !== null || dying.signalCode !== null) return;
    const gone = once(dying, 'exit');
    dying.kill(signal);
    await gone;
  }

  pid(): number {
    return this.#process?.pid ?? 0;
  }

  log(): string {
    return readFileSync(this.#logFile, 'utf8');
  }

  async dispose(): Promise<void> {
    await this.#root.dispose();
  }

  /** An engine that was killed takes its containerd along but leaves the file with its pid; the next one waits in vain for a pid that is still listed. */
  async #forgetContainerd(): Promise<void> {
    const file = path.join(this.#root.folder, 'exec/containerd/containerd.pid');
    if (!existsSync(file)) return;
    const pid = Number(readFileSync(file, 'utf8'));
    await waitUntil(() => !hasNotEnded(pid), { what: `containerd, ${pid}, ends with its engine` });
    rmSync(file);
  }

  #lastWords(): string {
    return this.log().split('\n').slice(-15).join('\n');
  }

  #arguments(): readonly string[] {
    const inRoot = (name: string): string => path.join(this.#root.folder, name);
    return [
      ...['--config-file', inRoot('daemon.json')],
      ...['--data-root', this.dataRoot, '--exec-root', inRoot('exec'), '--pidfile', inRoot('dockerd.pid')],
      ...['--host', `unix://${this.socket}`],
      // The keeper finds the containers' processes by this name.
      ...['--exec-opt', 'native.cgroupdriver=cgroupfs', '--cgroup-parent', `/${path.basename(this.#root.folder)}`],
      ...['--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false', '--shutdown-timeout=2'],
      ...(this.#options.ownNetwork
        ? ['--bip', `${HOST_ADDRESS}/24`]
        : ['--bridge=none', '--userland-proxy=false', '--storage-driver', 'vfs']),
      ...(this.#options.liveRestore ? ['--live-restore'] : []),
    ];
  }
}
