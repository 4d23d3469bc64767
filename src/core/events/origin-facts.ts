// What the metadata of every event that comes from an origin say of it.
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Origin } from '../lines/origin.ts';
import { workloadId } from '../lines/workload-id.ts';
import { shownName } from '../text/shown-name.ts';
import type { StoredEvent } from './stored-event.ts';

export function originFacts(origin: Origin) {
  return {
    workload_id: workloadId(origin),
    workload_name: shownName(origin.workload.name),
    ...ownFacts(origin),
    host: origin.host,
  };
}

const ownFacts = (origin: Origin): Readonly<Record<string, string>> =>
  origin.path === undefined
    ? { container_id: origin.containerId, container_name: shownName(origin.containerName) }
    : pathFacts(origin.path);

/** The address stands there only where what is shown is not the name: it can be shown as well, and leads to the file. */
function pathFacts(path: string): Readonly<Record<string, string>> {
  const shown = shownName(path);
  return { path: shown, ...(shown !== path && { path_url: pathToFileURL(path).href }) };
}

/** The path of the file that an event is about, as it was given. Events that were stored before the address was told have what was shown. */
export const givenPath = ({ path, path_url: url }: StoredEvent['metadata']): string =>
  typeof url === 'string' ? fileURLToPath(url) : String(path);
