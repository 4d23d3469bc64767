// What lines come from: a container, or a file.

/** What an origin is an instance of. It outlives its origins; rules and mutes are about it. */
export interface Workload {
  readonly kind: 'compose' | 'swarm' | 'container' | 'file';
  /** `project/service` for compose, the service for swarm, the path or what the configuration says for a file, else the container's name. With the kind and the host it is the workload's identity. */
  readonly name: string;
}

/** What every origin has. */
interface AnyOrigin {
  /** Its identity: `docker/<container id>`, `file/<machine>/<path>`. No name and no address of an engine is part of it, so it survives a rename. */
  readonly key: string;
  /** The source that found it: `docker:<engine's name>`, `file:<machine>`. */
  readonly source: string;
  /** The engine's name or the machine's, as people know it. */
  readonly host: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly workload: Workload;
}

export interface ContainerOrigin extends AnyOrigin {
  readonly containerId: string;
  readonly containerName: string;
  readonly image: string;
  readonly path?: undefined;
}

export interface FileOrigin extends AnyOrigin {
  readonly path: string;
  readonly containerId?: undefined;
  readonly containerName?: undefined;
  readonly image?: undefined;
}

/** One that has a path is a file. They are stored as they are. */
export type Origin = ContainerOrigin | FileOrigin;

/** What people call it. */
export const originName = (origin: Origin): string => origin.containerName ?? origin.path;

export const isContainer = (origin: Origin): origin is ContainerOrigin => origin.path === undefined;
