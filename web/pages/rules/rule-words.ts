// What a rule does, in a few words.
import type { Health, Rule } from '../../api/shapes.ts';
import { showDuration } from '../../format/duration.ts';

export interface RuleWords {
  readonly status: Health;
  readonly words: string;
}

export function ruleWords({ enabled, compile_error: fault }: Rule): RuleWords {
  if (fault !== null) return { status: 'failing', words: 'Broken' };
  return enabled ? { status: 'ok', words: 'In force' } : { status: 'degraded', words: 'Switched off' };
}

const ORIGINS: Readonly<Record<Rule['origin'], string | undefined>> = {
  api: undefined,
  yaml: 'configuration file',
  label: 'label of a container',
};

export const originWords = ({ origin }: Rule): string | undefined => ORIGINS[origin];

/** By the id alone, where nothing more is known: such a rule is changed where it stands. */
export const isWrittenElsewhere = (id: string): boolean => !/^\d+$/.test(id);

export const STREAMS: readonly { readonly value: Rule['streams']; readonly label: string }[] = [
  { value: 'both', label: 'Both' },
  { value: 'stdout', label: 'Standard output' },
  { value: 'stderr', label: 'Standard error' },
];

export const streamWords = (streams: Rule['streams']): string =>
  STREAMS.find(({ value }) => value === streams)?.label ?? streams;

/** What a rule has that says nothing of it. */
export const USUAL_COOLDOWN_SECONDS = 300;

/** When a hit becomes an event: `5 within 1 min, then quiet for 5 min`. */
export function floodWords(
  rule: Pick<Rule, 'cooldown_seconds' | 'threshold_count' | 'threshold_window_seconds'>,
): string {
  const { cooldown_seconds: cooldown, threshold_count: count, threshold_window_seconds: window } = rule;
  const quiet = cooldown === 0 ? 'every time' : `then quiet for ${showDuration(cooldown)}`;
  return count === null
    ? cooldown === 0
      ? 'Every hit'
      : `The first hit, ${quiet}`
    : `${count} within ${showDuration(window ?? 0)}, ${quiet}`;
}
