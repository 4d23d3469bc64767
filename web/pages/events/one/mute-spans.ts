// For how long something can be muted with one click.

export interface MuteSpan {
  readonly label: string;
  /** As the end of a sentence: "It is muted …". */
  readonly words: string;
  readonly until: (now: Date) => Date;
}

const HOUR_MS = 3_600_000;
/** When people are at work again. */
const MORNING_HOUR = 8;

const hours = (count: number) => (now: Date) => new Date(now.getTime() + count * HOUR_MS);

export const MUTE_SPANS: readonly MuteSpan[] = [
  { label: 'For 1 hour', words: 'for an hour', until: hours(1) },
  { label: 'For 8 hours', words: 'for eight hours', until: hours(8) },
  { label: 'Until tomorrow', words: 'until tomorrow morning', until: tomorrowMorning },
];

/** Eight o'clock of the next day, by the reader's own clock. */
function tomorrowMorning(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING_HOUR);
}
