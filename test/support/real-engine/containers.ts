// Containers of the tests: how they are described, started, waited for and removed.
import type { EngineApi } from './engine-api.ts';
import { LAB_IMAGE } from './image/lab-image.ts';

export interface ContainerSpec {
  /** The program and its arguments: `numberedLines(…)`, or `['say', …]` as writer.c says. */
  readonly command: readonly string[];
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** `json-file` unless told otherwise. */
  readonly driver?: string;
  readonly driverOptions?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
  readonly restart?: 'no' | 'always';
  /** It may use no more memory than this. */
  readonly memoryBytes?: number;
  /** A line for a shell that is run in it each second; its health is what that exits with. */
  readonly healthCheck?: string;
  /** The engine removes it as soon as it ends. */
  readonly autoRemove?: boolean;
  readonly cgroupParent?: string;
}

export interface NumberedLines {
  readonly lines: number;
  /** Bytes a line, its number included, its newline not. */
  readonly length?: number;
  /** Between two lines; 0 is flat out. */
  readonly pauseUs?: number;
  /** `both`: odd numbers on stderr. */
  readonly streams?: 'stdout' | 'stderr' | 'both';
  readonly first?: number;
}

const LETTER = { stdout: 'o', stderr: 'e', both: 'b' } as const;

/** The command of a container that writes numbered lines and ends. */
export function numberedLines(lines: NumberedLines): readonly string[] {
  const { length = 60, pauseUs = 0, streams = 'both', first = 0 } = lines;
  return ['wr', ...[lines.lines, length, pauseUs].map(String), LETTER[streams], String(first)];
}

/** In nanoseconds. */
const SECOND = 1_000_000_000;

/** A container that does not run yet; the answer is its id. */
export async function createContainer(api: EngineApi, spec: ContainerSpec): Promise<string> {
  const name = spec.name === undefined ? '' : `?name=${spec.name}`;
  const created = await api.expect('POST', `/containers/create${name}`, {
    Image: LAB_IMAGE,
    Cmd: spec.command.map((part, at) => (at === 0 ? `/bin/${part}` : part)),
    ...(spec.healthCheck !== undefined && {
      Healthcheck: { Test: ['CMD-SHELL', spec.healthCheck], Interval: SECOND, Timeout: 10 * SECOND, Retries: 1 },
    }),
    Tty: spec.tty ?? false,
    Labels: spec.labels ?? {},
    HostConfig: {
      NetworkMode: 'none',
      AutoRemove: spec.autoRemove ?? false,
      CgroupParent: spec.cgroupParent ?? '',
      RestartPolicy: { Name: spec.restart ?? 'no' },
      ...(spec.memoryBytes !== undefined && { Memory: spec.memoryBytes, MemorySwap: spec.memoryBytes }),
      LogConfig: { Type: spec.driver ?? 'json-file', Config: spec.driverOptions ?? {} },
    },
  });
  return created.Id;
}

export async function startContainer(api: EngineApi, id: string): Promise<void> {
  await api.expect('POST', `/containers/${id}/start`);
}

export async function runContainer(api: EngineApi, spec: ContainerSpec): Promise<string> {
  const id = await createContainer(api, spec);
  await startContainer(api, id);
  return id;
}

/** Resolves with the exit code when it runs no more. */
export async function containerEnd(api: EngineApi, id: string): Promise<number> {
  return (await api.expect('POST', `/containers/${id}/wait`)).StatusCode;
}

/** Ends it if it runs, and removes it if it is still there. */
export async function removeContainer(api: EngineApi, id: string): Promise<void> {
  const { status, text } = await api.call('DELETE', `/containers/${id}?force=1&v=1`);
  // 404: it is gone; 409: somebody else is removing it.
  if (status >= 300 && status !== 404 && status !== 409) throw new Error(`${id} was not removed: ${status} ${text}`);
}
