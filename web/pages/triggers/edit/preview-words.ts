// What a trigger would have taken, in words.
import type { TriggerPreview } from '../../../api/shapes.ts';

export function previewWords({
  events,
  taken,
  complete,
}: Pick<TriggerPreview, 'events' | 'taken' | 'complete'>): string {
  const all = events.toLocaleString('en');
  if (events === 0) return 'There was no event in the last 24 hours, so there is nothing to compare with.';
  const share = taken === events ? 'all' : taken === 0 ? 'none' : taken.toLocaleString('en');
  if (!complete) return `Of the newest ${all} events of the last 24 hours it would have taken ${share}.`;
  if (events === 1) return `It would ${taken === 1 ? '' : 'not '}have taken the one event of the last 24 hours.`;
  return `Of the ${all} events of the last 24 hours it would have taken ${share}.`;
}
