// What a container is an instance of, and what people call it.
import type { Workload } from '../../../../core/lines/origin.ts';

export type Labels = Readonly<Record<string, string>>;

const COMPOSE = ['com.docker.compose', 'io.podman.compose'] as const;
const SWARM_SERVICE = 'com.docker.swarm.service.name';

/** The project that Docker Compose or podman-compose made the container for. */
export const composeProjectOf = (labels: Labels): string | undefined => composeLabel(labels, 'project');

/** The workload outlives its containers: those that Compose or Swarm make again have the same labels, all others the same name. */
export function workloadOf(name: string, labels: Labels): Workload {
  const [project, service] = [composeProjectOf(labels), composeLabel(labels, 'service')];
  if (project !== undefined && service !== undefined) return { kind: 'compose', name: `${project}/${service}` };
  const swarm = labels[SWARM_SERVICE];
  return swarm ? { kind: 'swarm', name: swarm } : { kind: 'container', name };
}

export function haveSameLabels(a: Labels, b: Labels): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** podman-compose writes some of its labels under Docker's name and some under its own. */
function composeLabel(labels: Labels, what: 'project' | 'service'): string | undefined {
  return COMPOSE.map((prefix) => labels[`${prefix}.${what}`]).find((value) => value !== undefined && value !== '');
}

/** The container's own name of all that an engine gives: with a slash before it, and `/a/b` is what a legacy link calls it. */
export function containerName(names: readonly string[]): string | undefined {
  return names.map((name) => name.replace(/^\//, '')).find((name) => name !== '' && !name.includes('/'));
}

/** How a container is called that has no name: as people see it in lists. */
export const shortId = (id: string): string => id.slice(0, 12);
