// What a back-test found, in words.
import type { Backtest, BacktestProgress } from '../../../api/shapes.ts';
import { showCount, showCountOrNo } from '../../../format/count.ts';

type Line = Backtest['lines'][number];

export function headline({ hits, events }: Pick<Backtest, 'hits' | 'events'>): string {
  if (hits === 0) return 'No line hit';
  return `${showCount(hits, 'hit')}, ${showCountOrNo(events, 'event')}`;
}

export function readWords({ lines_read: lines, containers }: Pick<Backtest, 'lines_read' | 'containers'>): string {
  const read = containers.filter(({ state }) => state === 'read' || state === 'cut_short').length;
  return `in ${showCount(lines, 'line')} of ${showCount(read, 'container')}`;
}

/** Empty where nothing was held back. */
export function heldBackWords({ suppressed, excluded }: Pick<Backtest, 'suppressed' | 'excluded'>): string {
  const parts = [
    [suppressed.threshold, 'below the threshold'],
    [suppressed.cooldown, 'in the cooldown'],
    [suppressed.rate_limit, 'over the container’s limit'],
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
export function unreadWords({ containers }: Pick<Backtest, 'containers'>): readonly string[] {
  return containers
    .filter(({ state }) => state !== 'read')
    .map(({ name, state, why }) =>
      `${name} was ${state === 'cut_short' ? 'read in part' : 'not read'}. ${why ?? ''}`.trim(),
    );
}
