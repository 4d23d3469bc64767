// What an event's metadata say, in the words of a page. They come from anywhere, so nothing is taken for granted.
import type { Event } from '../../api/shapes.ts';

/** The workload that it is about, else what sent it. */
export function whereOf({ metadata, source }: Pick<Event, 'metadata' | 'source'>): string {
  return textIn(metadata, 'workload_name') ?? textIn(metadata, 'container_name') ?? source;
}

export function textIn(metadata: Event['metadata'], name: string): string | undefined {
  const value = metadata[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The groups of the pattern and what they caught. */
export function capturesIn({ captures }: Event['metadata']): readonly (readonly [string, string])[] {
  if (typeof captures !== 'object' || captures === null) return [];
  return Object.entries(captures).map(([name, value]) => [name, String(value)]);
}

/** What has a place of its own on the page. */
const KNOWN = new Set([
  'workload_id',
  'workload_name',
  'container_id',
  'container_name',
  'host',
  'rule_id',
  'rule_name',
  'stream',
  'line_at',
  'captures',
  'field',
  'field_value',
  'suppressed',
  'late',
]);

/** Whatever else was sent along. */
export function othersIn(metadata: Event['metadata']): readonly (readonly [string, string])[] {
  return Object.entries(metadata)
    .filter(([name]) => !KNOWN.has(name))
    .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
}
