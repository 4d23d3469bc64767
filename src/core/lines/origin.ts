// What lines come from: one container, later one file.

/** What a container is an instance of. It outlives its containers; rules and mutes are about it. */
export interface Workload {
  readonly kind: 'compose' | 'swarm' | 'container';
  /** `project/service` for compose, the service for swarm, else the container's name. With the kind and the host it is the workload's identity. */
  readonly name: string;
}

export interface Origin {
  /** Its identity: `docker/<container id>`. No name and no address of an engine is part of it, so it survives a rename. */
  readonly key: string;
  /** The source that found it: `docker:<engine's name>`. */
  readonly source: string;
  /** The engine's name, as people know it. */
  readonly host: string;
  readonly containerId: string;
  readonly containerName: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly workload: Workload;
}
