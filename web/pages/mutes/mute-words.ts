// Whom a mute silences, in words.
import type { Mute } from '../../api/shapes.ts';

/** `Muted`, `Muted in web`, `Everything in web is muted`. */
export function muteWords({ rule_id: rule, workload_id: workload }: Mute, names: ReadonlyMap<string, string>): string {
  if (workload === null) return 'Muted';
  const name = names.get(workload) ?? workload;
  return rule === null ? `Everything in ${name} is muted` : `Muted in ${name}`;
}

/** What the button says to those who cannot see where it stands: `End mute: disk in web`. */
export function endWords(
  { workload_id: workload }: Mute,
  names: ReadonlyMap<string, string>,
  rule: string | undefined,
): string {
  const place = workload === null ? undefined : (names.get(workload) ?? workload);
  return `End mute: ${[rule, place].filter((part) => part !== undefined).join(' in ')}`;
}
