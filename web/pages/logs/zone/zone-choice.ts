// In which zone the times of lines are shown, and which ones are offered.

/** An IANA name; undefined is the zone of the reader. */
export type Zone = string | undefined;

export interface ZoneChoice {
  readonly chosen: Zone;
  /** Besides those that are always offered, the newest first. */
  readonly recent: readonly string[];
}

export const UTC = 'UTC';
const MOST_RECENT = 4;

/** As the browser keeps it: what is chosen, and then the others that were. A zone that this browser does not know is none. */
export function zoneChoiceOf(kept: string | undefined): ZoneChoice {
  const [chosen = '', ...recent] = (kept ?? '').split('\n');
  return { chosen: isZone(chosen) ? chosen : undefined, recent: recent.filter(isZone).slice(0, MOST_RECENT) };
}

export const keptText = ({ chosen, recent }: ZoneChoice): string | undefined =>
  chosen === undefined && recent.length === 0 ? undefined : [chosen ?? '', ...recent].join('\n');

/** One that was offered already keeps its place. */
export function withZone({ recent }: ZoneChoice, chosen: Zone): ZoneChoice {
  if (chosen === undefined || chosen === UTC || recent.includes(chosen)) return { chosen, recent };
  return { chosen, recent: [chosen, ...recent].slice(0, MOST_RECENT) };
}

/** `Buenos Aires` */
export const zoneLabel = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');

const allZones = (): readonly string[] => Intl.supportedValuesOf('timeZone');

/** Those with the text in their name, that which begins a word of it first; `Kolkata` finds what the browser may call `Asia/Calcutta`. */
export function zonesLike(text: string, all: readonly string[] = allZones()): readonly string[] {
  const wanted = text.trim().toLowerCase().replaceAll(' ', '_');
  if (wanted === '') return all;
  const begins = (zone: string): boolean => `/${zone.toLowerCase()}`.includes(`/${wanted}`);
  const found = all.filter((zone) => zone.toLowerCase().includes(wanted));
  const sorted = [...found.filter(begins), ...found.filter((zone) => !begins(zone))];
  return sorted.length > 0 ? sorted : byOtherName(wanted, all);
}

/** Names that the browser takes and does not list. */
function byOtherName(wanted: string, all: readonly string[]): readonly string[] {
  const regions = new Set(all.map((zone) => zone.split('/')[0] ?? ''));
  const names = [wanted, ...[...regions].map((region) => `${region}/${wanted}`)].filter(isZone);
  return [
    ...new Set(names.map((name) => new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone)),
  ];
}

function isZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
