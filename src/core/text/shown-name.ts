// What a name that others gave is shown as: of a workload, which anybody who may start a container writes into its labels, of a container, of an image.
import { plainText } from './plain-text.ts';

/** Where nothing of a name can be shown, something has to stand there that can be read and clicked. */
const NOTHING = '?';

/** Only for people: what makes an id, is looked up or is compared takes the name as it was given, for two names may be shown alike. */
export function shownName(name: string): string {
  const shown = plainText(name).replaceAll('\n', ' ');
  return shown.trim() === '' ? NOTHING : shown;
}
