// Podman as an engine of the tests' own: its API service on a socket of its own, with own storage.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { waitUntil } from '../../wait-until.ts';
import { type EngineApi, engineApi } from '../engine-api.ts';
import { LAB_IMAGE, labImageTar } from '../image/lab-image.ts';
import { createEngineRoot } from './engine-root.ts';
import { ENGINE_PATH } from './requirements.ts';

export interface PodmanService {
  readonly api: EngineApi;
  readonly socket: string;
  /** What containers name as their parent in cgroups, so that none stays behind. */
  readonly cgroupParent: string;
  /** Ends it with all its containers and deletes everything. */
  dispose(): Promise<void>;
}

// As a guest of a machine whose own limits are lower, Podman may not grant its containers what it does otherwise. Its API takes the two numbers of a limit the wrong way round: they have to be equal.
const LIMITS = '[containers]\ndefault_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]\n';

/** Resolves when it answers, with the image in it. */
export async function startPodman(): Promise<PodmanService> {
  const root = createEngineRoot();
  const inRoot = (name: string): string => path.join(root.folder, name);
  writeFileSync(inRoot('containers.conf'), LIMITS);
  const env = { ...process.env, PATH: ENGINE_PATH, CONTAINERS_CONF: inRoot('containers.conf') };
  const own = ['--root', inRoot('data'), '--runroot', inRoot('run'), '--tmpdir', inRoot('tmp')];
  const args = [...own, '--storage-driver', 'vfs', '--cgroup-manager', 'cgroupfs'];
  const socket = inRoot('podman.sock');
  const api = engineApi(socket);
  try {
    const made = spawnSync('podman', [...args, 'import', labImageTar(), LAB_IMAGE], { env, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`podman import: ${made.error ?? made.stderr}`);
    const log = openSync(inRoot('podman.log'), 'a');
    const stdio = ['ignore', log, log] as const;
    spawn('podman', [...args, 'system', 'service', '--time', '0', `unix://${socket}`], { env, stdio: [...stdio] });
    closeSync(log);
    const answers = () =>
      api.call('GET', '/_ping').then(
        ({ status }) => status === 200,
        () => false,
      );
    await waitUntil(answers, { what: () => `podman answers. Its log:\n${readFileSync(inRoot('podman.log'), 'utf8')}` });
  } catch (error) {
    await root.dispose();
    throw error;
  }
  return { api, socket, cgroupParent: `/${path.basename(root.folder)}`, dispose: () => root.dispose() };
}
