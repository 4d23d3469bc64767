import type { ContainerOrigin } from '../../src/core/lines/origin.ts';

/** A container of the engine `local` that is complete in all that an origin has. */
export function sampleOrigin(name: string, changes: Partial<ContainerOrigin> = {}): ContainerOrigin {
  return {
    key: `docker/${name}`,
    source: 'docker:local',
    host: 'local',
    containerId: name,
    containerName: name,
    image: 'busybox',
    labels: {},
    workload: { kind: 'container', name },
    ...changes,
  };
}
