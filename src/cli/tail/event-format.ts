// How one event is printed: as JSON, in colour, or plainly.
import type { NewEvent } from '../../core/events/new-event.ts';
import { harmless } from '../scan/harmless.ts';
import { DIM, RESET, SEVERITY_COLOURS } from '../shell/colours.ts';

export type EventFormat = (event: NewEvent) => string;

/** The key and the ids are the server's. */
export const jsonFormat: EventFormat = ({ severity, message, metadata: { rule_id: _, ...metadata } }) =>
  `${JSON.stringify({ severity, message, metadata })}\n`;

export const plainFormat: EventFormat = (event) => {
  const { at, rule, path, message, heldBack } = partsOf(event);
  return `${at} ${event.severity} ${rule} ${path}: ${message}${heldBack}\n`;
};

export const colourFormat: EventFormat = (event) => {
  const { at, rule, path, message, heldBack } = partsOf(event);
  const severity = `${SEVERITY_COLOURS[event.severity]}${event.severity}${RESET}`;
  return `${DIM}${at}${RESET} ${severity} ${rule} ${DIM}${path}:${RESET} ${message}${DIM}${heldBack}${RESET}\n`;
};

function partsOf({ message, metadata }: NewEvent) {
  const { line_at, rule_name, path, suppressed } = metadata;
  return {
    at: String(line_at),
    rule: harmless(String(rule_name)),
    path: harmless(String(path)),
    // What was joined stands on lines of its own, indented as what belongs to the first.
    message: message.split('\n').map(harmless).join('\n    '),
    heldBack: Number(suppressed) > 0 ? ` (${suppressed} held back before it)` : '',
  };
}
