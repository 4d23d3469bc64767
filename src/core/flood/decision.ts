// What becomes of a hit.

/** In the order in which they are asked. */
export const SUPPRESSIONS = ['threshold', 'muted', 'cooldown', 'rate_limit'] as const;

/**
 * Why a hit is held back: fewer hits than the rule asks for lie in its window; a mute holds for the line's time; the rule had
 * an event in this origin a short time ago; or the origin has used up its share of events.
 */
export type Suppression = (typeof SUPPRESSIONS)[number];

export type Decision = 'admitted' | Suppression;

export const DECISIONS: readonly Decision[] = ['admitted', ...SUPPRESSIONS];
