// What the list holds of an event: what a row shows, and nothing else. A page that holds a hundred thousand of them cannot afford their metadata.
import type { Severity } from '../../../../src/core/severity.ts';
import type { Event } from '../../../api/shapes.ts';
import { whereOf } from '../event-facts.ts';

export interface ListedEvent {
  readonly id: string;
  readonly severity: Severity;
  /** Its first line. */
  readonly message: string;
  /** How many it has behind that. */
  readonly moreLines: number;
  /** What it is about, else what sent it: all up to its last part, which may be cut off, and the part that tells most. */
  readonly where: readonly [front: string, end: string];
  readonly heldBack: number;
  readonly at: string;
}

export function listedOf(event: Event): ListedEvent {
  const { id, severity, held_back: heldBack, created_at: at } = event;
  const lines = event.message.split('\n');
  return {
    id,
    severity,
    heldBack,
    at,
    where: inParts(whereOf(event)),
    message: lines[0] ?? '',
    moreLines: lines.length - 1,
  };
}

function inParts(where: string): readonly [string, string] {
  const end = where.replace(/\/+$/, '').lastIndexOf('/') + 1;
  return [where.slice(0, end), where.slice(end)];
}
