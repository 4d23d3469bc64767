import type { FileOrigin } from '../../src/core/lines/origin.ts';

/** A file of the machine `local` that is complete in all that an origin has. */
export function fileOrigin(path: string): FileOrigin {
  return {
    key: `file/local${path}`,
    source: 'file:local',
    host: 'local',
    path,
    labels: {},
    workload: { kind: 'file', name: path },
  };
}
