// What a channel is given to deliver, and what every message of every channel shows of it.
import type { StoredEvent } from '../core/events/stored-event.ts';
import type { Severity } from '../core/severity.ts';
import { oneLine, plainText } from '../core/text/plain-text.ts';
import { truncate } from '../core/text/truncate.ts';

export interface Message {
  /** The same for every attempt of the same event and trigger, so that a receiver knows it again: letters, digits, `_` and `-`. */
  readonly id: string;
  readonly isTest: boolean;
  /** The time of this attempt, milliseconds since 1970. */
  readonly at: number;
  readonly trigger: { readonly id: string; readonly name: string };
  readonly event: StoredEvent;
  /** The page of the event; undefined where nobody knows how people reach the server. */
  readonly link: string | undefined;
}

/** What people are shown: every text is harmless as text, and bounded; each channel escapes it for its own dialect. */
export interface MessageFacts {
  readonly severity: Severity;
  /** Such as `ERROR · shop/web`, on one line. */
  readonly title: string;
  /** Name and value, in the order in which they are shown; each on one line. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** The line of the log; it may have several. */
  readonly line: string;
  /** What the pattern's groups caught, one `name = value` each; empty where there are none. */
  readonly captures: string;
  readonly link: string | undefined;
}

const LONGEST_NAME = 200;
const LONGEST_LINE = 2_000;
const MOST_CAPTURES = 20;

export function factsOf({ event, isTest, link, trigger }: Message, timeZone: string): MessageFacts {
  const { metadata, severity } = event;
  const shown = (name: string) => nameOf(metadata[name]);
  const workload = shown('workload_name') ?? shown('container_name');
  const container = shown('container_name');
  // What another program calls so is its own affair.
  const path = event.source === 'logscan' ? shown('path') : undefined;
  const subject = workload ?? shown('host') ?? short(event.source);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Workload', workload],
    ['Container', container === workload ? undefined : container],
    ['File', path === workload ? undefined : path],
    ['Host', shown('host')],
    ['Time', localTime(lineTime(event), timeZone)],
    ['Rule', shown('rule_name')],
    ['Source', event.source === 'logscan' ? undefined : short(event.source)],
    ['Held back', heldBack(metadata.suppressed)],
    ['Test', isTest ? `sent by hand from the trigger ${short(trigger.name)}` : undefined],
  ];
  return {
    severity,
    title: `${isTest ? 'TEST · ' : ''}${severity.toUpperCase()} · ${subject}`,
    facts: rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    line: truncate(plainText(event.message), { most: LONGEST_LINE }),
    captures: capturesOf(metadata.captures),
    link,
  };
}

/** When the line was written or the thing happened, else when the event was stored. */
function lineTime({ metadata, createdAt }: StoredEvent): number {
  const told = metadata.line_at ?? metadata.happened_at;
  const at = typeof told === 'string' ? Date.parse(told) : Number.NaN;
  return Number.isNaN(at) ? createdAt : at;
}

/** `2026-11-26 04:05:06 GMT+1 (Europe/Berlin)`. */
export function localTime(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23', timeZoneName: 'short' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).formatToParts(at);
  const of = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  const zone = of.timeZoneName === timeZone ? timeZone : `${of.timeZoneName} (${timeZone})`;
  return `${of.year}-${of.month}-${of.day} ${of.hour}:${of.minute}:${of.second} ${zone}`;
}

function heldBack(suppressed: unknown): string | undefined {
  if (typeof suppressed !== 'number' || !Number.isInteger(suppressed) || suppressed < 1) return undefined;
  return suppressed === 1 ? '1 hit before this one' : `${suppressed} hits before this one`;
}

function capturesOf(captures: unknown): string {
  if (typeof captures !== 'object' || captures === null) return '';
  const all = Object.entries(captures).filter(([, value]) => typeof value === 'string' && value !== '');
  const rows = all.slice(0, MOST_CAPTURES).map(([name, value]) => `${short(name)} = ${short(value)}`);
  return [...rows, ...(all.length > MOST_CAPTURES ? [`… and ${all.length - MOST_CAPTURES} more`] : [])].join('\n');
}

function nameOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? short(value) : '';
  return text === '' ? undefined : text;
}

const short = (text: string): string => truncate(oneLine(text), { most: LONGEST_NAME });
