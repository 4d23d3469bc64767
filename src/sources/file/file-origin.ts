// A file as everybody else knows it.
import type { FileOrigin } from '../../core/lines/origin.ts';

export interface NamedFile {
  readonly machine: string;
  readonly path: string;
  /** Each file is its own unless said. */
  readonly workload?: string | undefined;
}

/** All files of a machine are of one source. */
export const fileSourceKey = (machine: string): string => `file:${machine}`;

export const fileOrigin = ({ machine, path, workload = path }: NamedFile): FileOrigin => ({
  key: `file/${machine}${path}`,
  source: fileSourceKey(machine),
  host: machine,
  path,
  labels: {},
  workload: { kind: 'file', name: workload },
});
