// An engine of our own in which the image of this checkout is built, as a user builds it, on a base that is imported from a root file system.
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Dockerd, startDockerd } from '../real-engine/host/dockerd.ts';
import { DOCKER, ENGINE_PATH } from '../real-engine/host/requirements.ts';
import { importLabImage } from '../real-engine/image/lab-image.ts';
import type { Requirement } from '../requirement.ts';
import { writeNpmCache } from './npm-cache.ts';
import { addNpm, npmFolder, writeRoot } from './root-folders.ts';

export const CHECKOUT = path.resolve(import.meta.dirname, '../../..');
/** What each of Docker's builders has made. */
export const IMAGE_OF = { classic: 'tocsin-tested', buildkit: 'tocsin-tested-by-buildkit' } as const;
export const IMAGE = IMAGE_OF.classic;
export const BASE = 'node-base';
export const BUILDER = 'node-builder';
export const PROXY = 'haproxy-base';

/** The group that may use the engine's socket: no machine has one of this number. */
export const SOCKET_GROUP = 4_711;

/** What an image is built, started and looked at with, besides an engine. */
export const IMAGE_TOOLS: Requirement = {
  name: 'image',
  missing:
    DOCKER.missing ??
    missingProgram('docker', '--version') ??
    missingProgram('docker-compose', 'version') ??
    missingProgram('haproxy', '-v') ??
    (npmFolder() === undefined ? 'put npm on PATH' : undefined),
};

export interface ImageLab {
  readonly engine: Dockerd;
  /** A command of docker's client at this engine; the answer is what it prints. */
  docker(...args: readonly string[]): Promise<string>;
  /** The same of docker-compose, in the checkout. */
  compose(args: readonly string[], settings: Readonly<Record<string, string>>): Promise<string>;
}

/** With the image in it. Several builders build at the same time: each has stages in which it has nothing to do for a second core. */
export async function startImageEngine(...builders: readonly (keyof typeof IMAGE_OF)[]): Promise<ImageLab> {
  const engine = await startDockerd({ ownNetwork: true });
  chownSync(engine.socket, 0, SOCKET_GROUP);
  const own = { ...process.env, PATH: ENGINE_PATH, DOCKER_HOST: `unix://${engine.socket}` };
  const run = async (command: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> => {
    const [program = '', ...args] = command;
    const options = { env: { ...own, ...env }, cwd: CHECKOUT, maxBuffer: 64 * 1024 * 1024 };
    const { stdout, stderr } = await promisify(execFile)(program, args, options).catch((error) => {
      // The client says why on one of the two, and which it is depends on the client.
      throw new Error(`${error.message}\n${String(error.stdout).slice(-4_000)}`, { cause: error });
    });
    return `${stdout}${stderr}`.replace(NO_FORWARDING, '').trim();
  };
  const lab: ImageLab = {
    engine,
    docker: (...args) => run([DOCKER_CLIENT, ...args]),
    compose: (args, settings) => run(['docker-compose', ...args], settings),
  };
  await importLabImage(engine.api);
  await importBases(lab);
  await Promise.all(
    builders.map((builder) =>
      run([DOCKER_CLIENT, 'build', '--tag', IMAGE_OF[builder], ...BASES, '.'], {
        DOCKER_BUILDKIT: builder === 'buildkit' ? '1' : '0',
      }),
    ),
  );
  return lab;
}

/** What the client says of each container on a machine that forwards nothing. None here needs that. */
const NO_FORWARDING = /^WARNING: IPv4 forwarding is disabled\..*\n/gm;

/** The image is built as a user builds it, but for where it comes from. */
const BASES = ['--build-arg', `BASE=${BASE}`, '--build-arg', `BUILDER=${BUILDER}`];

/** Debian's own client builds in both ways without any plug-in; another one may stand before it on PATH. */
const DOCKER_CLIENT = spawnSync('/usr/bin/docker', ['--version']).status === 0 ? '/usr/bin/docker' : 'docker';

async function importBases({ engine, docker }: ImageLab): Promise<void> {
  const work = mkdtempSync(path.join(path.dirname(engine.socket), 'roots-'));
  const inWork = (name: string): string => path.join(work, name);
  const bring = async (folder: string, name: string, ...changes: readonly string[]): Promise<void> => {
    execFileSync('tar', ['--owner=0', '--group=0', '-C', inWork(folder), '-cf', inWork(`${name}.tar`), '.']);
    const all = ['ENV PATH=/usr/local/bin:/usr/bin:/bin', ...changes].flatMap((change) => ['--change', change]);
    await docker('import', ...all, inWork(`${name}.tar`), name);
  };
  writeRoot(inWork('node'), process.execPath);
  await bring('node', BASE);
  const npm = npmFolder() ?? '';
  const from = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim();
  await writeNpmCache({ npm, from, lockFile: path.join(CHECKOUT, 'package-lock.json'), to: inWork('cache') });
  addNpm(inWork('node'), { npm, cache: inWork('cache') });
  await bring('node', BUILDER, 'ENV npm_config_cache=/npm-cache npm_config_offline=true');
  writeRoot(inWork('haproxy'), '/usr/sbin/haproxy');
  await bring('haproxy', PROXY, 'USER 99');
  rmSync(work, { recursive: true });
}

function missingProgram(program: string, ...args: readonly string[]): string | undefined {
  const found = spawnSync(program, args, { env: { ...process.env, PATH: ENGINE_PATH } }).status === 0;
  return found ? undefined : `install the program ${program}`;
}
