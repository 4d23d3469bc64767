// What an engine says of a container, whatever the engine and its version.
import { parseStampText, type Stamp } from '../../../../core/lines/stamp.ts';
import { type ContainerFacts, isContainerId } from '../containers/container-facts.ts';
import { isRecord, type JsonRecord, parseJson, textIn, textsIn } from '../containers/json-value.ts';
import { containerName } from '../containers/workload-of.ts';
import { type LifeWord, lifeWordIn } from './life-word.ts';

/** What happened, as far as it matters here. `cleaned`: after its death its network and mounts were put away. `other` changes nothing that is watched. */
export type ContainerAction = 'created' | 'started' | 'died' | 'cleaned' | 'removed' | 'renamed' | 'other';

export interface ContainerEvent {
  readonly action: ContainerAction;
  /** By the engine's own clock. */
  readonly at: Stamp;
  readonly facts: ContainerFacts;
  /** What it says of the container's life; undefined when that is nothing. */
  readonly life: LifeWord | undefined;
}

/** `elsewhere`: it is sound and about something else. `unreadable`: it cannot be an event. */
export type ParsedEvent =
  | { readonly about: 'container'; readonly event: ContainerEvent }
  | { readonly about: 'elsewhere' }
  | { readonly about: 'unreadable' };

/** Docker's words and Podman's. */
const ACTIONS: ReadonlyMap<string, ContainerAction> = new Map([
  ['create', 'created'],
  ['start', 'started'],
  ['die', 'died'],
  ['died', 'died'],
  ['cleanup', 'cleaned'],
  ['destroy', 'removed'],
  ['remove', 'removed'],
  ['rename', 'renamed'],
]);

/** What engines put among the labels that they give with an event. */
const NO_LABELS: ReadonlySet<string> = new Set([
  'name',
  'image',
  'oldName',
  'signal',
  'exitCode',
  'containerExitCode',
  'execID',
  'execDuration',
  'health_status',
]);

/** `text` is one event. */
export function parseEvent(text: string): ParsedEvent {
  const value = parseJson(text);
  if (!isRecord(value)) return { about: 'unreadable' };
  // Before there was a type, there were only containers and images; an image is no container by its id.
  if (value.Type !== undefined && value.Type !== 'container') return { about: 'elsewhere' };
  const word = textIn(value, 'Action') ?? textIn(value, 'status');
  const at = momentIn(value, text);
  if (word === undefined || at === undefined) return { about: 'unreadable' };
  const actor: JsonRecord = isRecord(value.Actor) ? value.Actor : {};
  const facts = factsIn(value, actor);
  // `prune`, for instance, is about no container in particular.
  if (facts === undefined) return { about: 'elsewhere' };
  const life = lifeWordIn(word, isRecord(actor.Attributes) ? actor.Attributes : {});
  return { about: 'container', event: { action: ACTIONS.get(word) ?? 'other', at, facts, life } };
}

function factsIn(value: JsonRecord, actor: JsonRecord): ContainerFacts | undefined {
  const id = textIn(actor, 'ID') ?? textIn(value, 'id');
  if (id === undefined || !isContainerId(id)) return undefined;
  const attributes = textsIn(actor.Attributes);
  const image = attributes?.image || textIn(value, 'from');
  if (attributes === undefined) return { id, name: undefined, image, labels: undefined };
  const labels = Object.fromEntries(Object.entries(attributes).filter(([name]) => !NO_LABELS.has(name)));
  return { id, name: containerName([attributes.name ?? '']), image, labels };
}

/** To the nanosecond, which a number of JSON would lose; the digits are taken from the text, where no string can hold them with quotes that are not escaped. */
function momentIn(value: JsonRecord, text: string): Stamp | undefined {
  const { seconds, nanos } = /"timeNano":\s*(?<seconds>\d{1,12})(?<nanos>\d{9})\b/.exec(text)?.groups ?? {};
  if (seconds !== undefined) return parseStampText(`${seconds}.${nanos}`);
  // Anything else is not even made a text of: a list of lists may be nested too deep for that.
  return typeof value.time === 'number' ? parseStampText(`${value.time}.000000000`) : undefined;
}
