// What a back-test found, in words.
import type { Backtest, BacktestProgress } from '../../../api/shapes.ts';
import { showCount, showCountOrNo } from '../../../format/count.ts';
import { watchedNoun } from '../../../format/watched-noun.ts';

type Line = Backtest['lines'][number];

export function headline({ hits, events }: Pick<Backtest, 'hits' | 'events'>): string {
  if (hits === 0) return 'No line hit';
  return `${showCount(hits, 'hit')}, ${showCountOrNo(events, 'event')}`;
}

type Containers = Pick<Backtest, 'containers' | 'containers_left_out'>;

export function readWords({
  lines_read: lines,
  containers,
  containers_left_out: leftOut,
}: Containers & Pick<Backtest, 'lines_read'>): string {
  const read = containers.filter(({ state }) => state === 'read' || state === 'cut_short').length;
  // Those of which something is missing are listed first: where they are not all, nobody knows how many were read.
  const isKnown = leftOut === 0 || containers.at(-1)?.state === 'read';
  return `in ${showCount(lines, 'line')}${isKnown ? ` of ${showCount(read + leftOut, nounOf(containers))}` : ''}`;
}

/** The ids of files alone begin so. */
const nounOf = (containers: Containers['containers']): 'log' | 'container' =>
  watchedNoun(containers.some(({ id }) => id.startsWith('file-')));

/** Empty where nothing was held back. */
export function heldBackWords({ suppressed, excluded }: Pick<Backtest, 'suppressed' | 'excluded'>): string {
  const parts = [
    [suppressed.threshold, 'below the threshold'],
    [suppressed.cooldown, 'in the cooldown'],
    [suppressed.rate_limit, 'over the limit of a log'],
  ] as const;
  const held = parts.filter(([count]) => count > 0).map(([count, words]) => `${count.toLocaleString('en')} ${words}`);
  const sentences = [
    ...(held.length > 0 ? [`Held back: ${held.join(', ')}.`] : []),
    ...(excluded > 0 ? [`${showCount(excluded, 'line was', 'lines were')} excluded, which is no hit.`] : []),
  ];
  return sentences.join(' ');
}

export function progressWords({ lines, hits, events }: BacktestProgress): string {
  return `${showCount(lines, 'line')} read, ${showCount(hits, 'hit')}, ${showCount(events, 'event')} so far`;
}

const DECISIONS: Readonly<Record<Line['decision'], string>> = {
  admitted: 'Event',
  threshold: 'Threshold',
  muted: 'Muted',
  cooldown: 'Cooldown',
  rate_limit: 'Limit',
};

export const decisionWords = ({ decision }: Pick<Line, 'decision'>): string => DECISIONS[decision];

/** Of each container whose log was not read to its end, why. */
export function unreadWords({ containers, containers_left_out: leftOut }: Containers): readonly string[] {
  const unread = containers.filter(({ state }) => state !== 'read');
  const words = unread.map(({ name, state, why }) =>
    `${name} was ${state === 'cut_short' ? 'read in part' : 'not read'}. ${why ?? ''}`.trim(),
  );
  // Those of which something is missing are listed first.
  const isMore = leftOut > 0 && unread.length === containers.length;
  const noun = nounOf(containers);
  return isMore ? [...words, `${showCount(leftOut, `more ${noun} is`, `more ${noun}s are`)} not listed.`] : words;
}
