// `tocsin config`: prints every setting in force with its origin. A fault in the configuration refuses, as it does at the start.
import { defineWrittenTrigger } from '../app/sending/written-triggers.ts';
import { loadConfigWithCode } from '../config/load.ts';
import { SETTING_NAMES, settingInfo, variableName } from '../config/schema.ts';
import { shownOrigin, shownValue } from '../config/shown.ts';
import type { CommandIo, ExitCode, GivenArguments } from './shell/command.ts';

export async function config(_given: GivenArguments, io: CommandIo): Promise<ExitCode> {
  const loaded = loadConfigWithCode(io, defineWrittenTrigger);
  const rows = SETTING_NAMES.map((name) => [
    variableName(name),
    shownValue(name, loaded.config) || `(${settingInfo(name).fallback?.replaceAll('`', '') ?? 'none'})`,
    shownOrigin(loaded.origins[name]),
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  for (const [name = '', value = '', origin = ''] of rows) {
    io.stdout.write(`${name.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${origin}\n`);
  }
  return 0;
}

/** One long value alone pushes what stands behind it to the right, and not that of all others. */
const WIDEST = 44;
const widthOf = ({ length }: string): number => (length > WIDEST ? 0 : length);
