// What can happen on the way from a file to what is printed of it, in sentences for whoever sits at the terminal.
import { originName } from '../../core/lines/origin.ts';
import type { TailOccurrences } from '../../telemetry/occurrences/tail.ts';

export function toldOccurrences(tell: (sentence: string) => void): TailOccurrences {
  const nothing = (): void => {};
  return {
    started: nothing,
    ended: nothing,
    reconnected: nothing,
    paused: nothing,
    committed: nothing,
    commitRecovered: nothing,
    happeningsDropped: nothing,
    livesRefused: nothing,
    gap: ({ origin, gap }) => tell(`${originName(origin)}: lines were lost before they could be read (${gap.reason})`),
    unreadable: ({ origin, note }) => tell(`${originName(origin)} cannot be read${note ? `: ${note}` : ''}`),
    overLimit: ({ origin, limit }) =>
      tell(`${originName(origin)} is not read: ${limit} files are, and that is the most`),
    failed: ({ origin, error }) =>
      tell(`${originName(origin)} could not be read on, and is begun again: ${wordsOf(error)}`),
    commitFailed: ({ error }) => tell(`what was found could not be handed on: ${wordsOf(error)}`),
    loadFailed: ({ error }) => tell(`the files could not be looked for: ${wordsOf(error)}`),
    sourceFailed: ({ error }) => tell(`the files could not be looked for: ${wordsOf(error)}`),
  };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
