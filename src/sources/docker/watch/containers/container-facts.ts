// What is known of a container: from an engine's list, from its answer about one container, from an event.
import { parseStampText, type Stamp, stampOfMilliseconds } from '../../../../core/lines/stamp.ts';
import { isRecord, type JsonRecord, textIn, textsIn } from './json-value.ts';
import { containerName, haveSameLabels, type Labels } from './workload-of.ts';

/** Each is undefined while nobody has told it. */
export interface ContainerFacts {
  readonly id: string;
  readonly name: string | undefined;
  readonly image: string | undefined;
  readonly labels: Labels | undefined;
}

/** A container as it stood at some moment. */
export interface ContainerSeen extends ContainerFacts {
  /** By the engine's clock. Lists have whole seconds, rounded down. */
  readonly created: Stamp | undefined;
  readonly life: ContainerLife;
  /** As the engine puts it for people, such as `Exited (0) 5 seconds ago`. */
  readonly words: string | undefined;
}

/** `new`: it has never run. */
export type ContainerLife = 'new' | 'running' | 'ended';

const NEVER_RAN = ['created', 'configured', 'initialized'];
/** One that is paused, or is just being stopped, still has a process. */
const RUNNING = ['running', 'paused', 'stopping'];

/** What every engine makes ids of. They become parts of paths, so nothing else may pass for one. */
export const isContainerId = (text: string): boolean => /^[0-9a-f]{12,64}$/.test(text);

/** The answer to `/containers/json`; undefined when it is none. Items that cannot be containers are left out. */
export function parseContainerList(body: unknown): readonly ContainerSeen[] | undefined {
  if (!Array.isArray(body)) return undefined;
  return body.filter(isRecord).flatMap((item) => {
    const id = textIn(item, 'Id');
    if (id === undefined || !isContainerId(id)) return [];
    const names = Array.isArray(item.Names) ? item.Names.filter((name) => typeof name === 'string') : [];
    return {
      id,
      name: containerName(names),
      image: textIn(item, 'Image'),
      labels: textsIn(item.Labels) ?? {},
      created: momentIn(item.Created),
      life: lifeOf(textIn(item, 'State')),
      words: textIn(item, 'Status'),
    };
  });
}

/** The answer to `/containers/{id}/json`; undefined when it is none. */
export function parseInspection(body: unknown): ContainerFacts | undefined {
  if (!isRecord(body)) return undefined;
  const id = textIn(body, 'Id');
  const config: JsonRecord = isRecord(body.Config) ? body.Config : {};
  const name = containerName([textIn(body, 'Name') ?? '']);
  return id === undefined
    ? undefined
    : { id, name, image: textIn(config, 'Image'), labels: textsIn(config.Labels) ?? {} };
}

/** Whether all is known that tells a container apart. The hash that stands for an image whose name went to another one is no name. */
export const isComplete = ({ name, image, labels }: ContainerFacts): boolean =>
  name !== undefined && labels !== undefined && image !== undefined && !image.startsWith('sha256:');

/** What is newly known over what was known before; no image's name is given up for its hash. */
export function mergeFacts(before: ContainerFacts, now: ContainerFacts): ContainerFacts {
  const image = now.image?.startsWith('sha256:') ? (before.image ?? now.image) : (now.image ?? before.image);
  return { id: before.id, name: now.name ?? before.name, image, labels: now.labels ?? before.labels };
}

export function haveSameFacts(a: ContainerFacts, b: ContainerFacts): boolean {
  if (a.name !== b.name || a.image !== b.image) return false;
  return a.labels !== undefined && b.labels !== undefined ? haveSameLabels(a.labels, b.labels) : a.labels === b.labels;
}

function lifeOf(state: string | undefined): ContainerLife {
  const word = state?.toLowerCase() ?? '';
  if (NEVER_RAN.includes(word)) return 'new';
  return RUNNING.includes(word) ? 'running' : 'ended';
}

/** Docker gives whole seconds, Podman by its version those or a text. */
function momentIn(value: unknown): Stamp | undefined {
  if (typeof value === 'number') return value < 0 ? undefined : parseStampText(`${value}.000000000`);
  const milliseconds = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : stampOfMilliseconds(milliseconds);
}
