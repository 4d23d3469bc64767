// What the list holds of an event: what a row shows, and nothing else. A page that holds a hundred thousand of them cannot afford their metadata.
import type { Severity } from '../../../src/core/severity.ts';
import type { Event } from '../../api/shapes.ts';
import { whereOf } from './event-facts.ts';

export interface ListedEvent {
  readonly id: string;
  readonly severity: Severity;
  readonly message: string;
  /** What it is about, else what sent it. */
  readonly where: string;
  readonly heldBack: number;
  readonly at: string;
}

export function listedOf(event: Event): ListedEvent {
  const { id, severity, message, held_back: heldBack, created_at: at } = event;
  return { id, severity, message, where: whereOf(event), heldBack, at };
}
