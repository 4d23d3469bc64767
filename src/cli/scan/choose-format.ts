// How hits are to be printed, by what was asked for and where they go.
import type { CaptureReader } from '../../match/captures/captures.ts';
import type { CommandIo, GivenArguments } from '../shell/command.ts';
import type { CapturesOf, HitFormat } from './hit-format.ts';
import type { ScanRule } from './rules/rule-file.ts';

/** How hits are to be printed; undefined when they are not. */
export async function chooseFormat(
  { quiet, count, json }: GivenArguments['options'],
  { stdout, env }: Pick<CommandIo, 'stdout' | 'env'>,
): Promise<HitFormat | undefined> {
  if (quiet || count) return undefined;
  const formats = await import('./hit-format.ts');
  if (json) return formats.jsonFormat(await captureReaders());
  if (stdout.isTTY !== true) return formats.plainFormat;
  const wantsColour = !env.NO_COLOR && env.TERM !== 'dumb';
  return wantsColour ? formats.colourFormat(await captureReaders()) : formats.colourlessFormat;
}

/** What reads captures comes only when captures are shown, and a rule's reader is made at its first hit. */
async function captureReaders(): Promise<CapturesOf> {
  const { CaptureReader } = await import('../../match/captures/captures.ts');
  const readers = new Map<ScanRule, CaptureReader>();
  return (rule) => {
    const reader = readers.get(rule) ?? new CaptureReader(rule.compiled.automaton.pattern);
    readers.set(rule, reader);
    return reader;
  };
}
