// The event that an admitted hit becomes.
import { eventText, joinedEventText } from '../../core/events/event-text.ts';
import { isLate } from '../../core/events/late.ts';
import type { JsonValue, NewEvent } from '../../core/events/new-event.ts';
import { originFacts } from '../../core/events/origin-facts.ts';
import { type LineBatch, STDERR } from '../../core/lines/line-batch.ts';
import { offsetOf } from '../../core/lines/naming/line-offset.ts';
import type { Origin } from '../../core/lines/origin.ts';
import { wholeMillisecondsOf } from '../../core/lines/stamp.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { INNER_NEWLINE } from '../../core/text/inner-newline.ts';
import type { CaptureReader } from '../../match/captures/captures.ts';

/** What the captures of an event hold at most, each and all together. */
const CAPTURE_BYTES = 500;
const CAPTURES_BYTES = 16 * 1024;

export interface AdmittedHit {
  readonly origin: Origin;
  readonly rule: Rule;
  readonly batch: LineBatch;
  /** Which of the batch. */
  readonly line: number;
  /** Its text as patterns see it. */
  readonly text: Uint8Array;
  /** What the pattern saw, where the rule looks at a field. */
  readonly value: Uint8Array | undefined;
  readonly captures: CaptureReader;
  /** Hits of the rule in this origin that were held back before it. */
  readonly suppressed: number;
  /** When it arrived, milliseconds since 1970. */
  readonly now: number;
}

/** The key of the event that a hit becomes: the identity of the line, and the rule. */
export function eventKey({
  origin,
  rule,
  batch,
  line,
}: Pick<AdmittedHit, 'origin' | 'rule' | 'batch' | 'line'>): string {
  const [high, low] = [batch.hashes[2 * line] ?? 0, batch.hashes[2 * line + 1] ?? 0];
  const content = `${hex(high)}${hex(low)}`;
  // Which line of a file it is, its place says: the time may be the one at which it was read.
  if (origin.path !== undefined) return [origin.key, content, batch.ordinals[line], rule.id].join(' ');
  const nanos = String(batch.nanos[line] ?? 0).padStart(9, '0');
  const at = `${batch.seconds[line]}.${nanos}`;
  return [origin.key, batch.streams[line], at, content, batch.ordinals[line], rule.id].join(' ');
}

export function eventOfHit(hit: AdmittedHit): NewEvent {
  const { origin, rule, batch, text } = hit;
  return {
    key: eventKey(hit),
    source: 'logscan',
    severity: rule.severity,
    message: batch.isJoined ? joinedEventText(text) : eventText(text),
    metadata: metadataOf(hit),
    workloadId: workloadId(origin),
    ruleId: rule.id,
  };
}

function metadataOf({
  origin,
  rule,
  batch,
  line,
  text,
  value,
  captures,
  suppressed,
  now,
}: AdmittedHit): NewEvent['metadata'] {
  const lineAt = wholeMillisecondsOf({ seconds: batch.seconds[line] ?? 0, nanos: batch.nanos[line] ?? 0 });
  return {
    ...originFacts(origin),
    rule_id: rule.id,
    rule_name: rule.name,
    stream: batch.streams[line] === STDERR ? 'stderr' : 'stdout',
    line_at: new Date(lineAt).toISOString(),
    ...(origin.path !== undefined && { offset: offsetOf(batch, line) }),
    ...(rule.field !== null && value && { field: rule.field, field_value: eventText(onOneLine(value)) }),
    captures: capturesOf(captures, value ?? text),
    suppressed,
    ...(isLate(lineAt, now) && { late: true }),
  };
}

/** A text of an event has no line feeds. */
const onOneLine = (text: Uint8Array): Uint8Array =>
  text.includes(INNER_NEWLINE) ? text.map((byte) => (byte === INNER_NEWLINE ? BLANK : byte)) : text;

const BLANK = 0x20;

/** What does not fit any more is left out, the groups' names included. */
function capturesOf(reader: CaptureReader, text: Uint8Array): Readonly<Record<string, JsonValue>> {
  const found = reader.find(text);
  if (typeof found === 'string') return {};
  let room = CAPTURES_BYTES;
  const captures: (readonly [string, string])[] = [];
  for (const [name, place] of found.groups) {
    const value = place ? eventText(onOneLine(text.subarray(place.start, place.end)), CAPTURE_BYTES) : '';
    room -= Buffer.byteLength(name) + Buffer.byteLength(value);
    if (room < 0) break;
    captures.push([name, value]);
  }
  return Object.fromEntries(captures);
}

const hex = (word: number): string => word.toString(16).padStart(8, '0');
