// How much a rule may ask for: the same in the API, in the configuration file and in labels.

export const MOST_NAME_CHARACTERS = 100;
export const MOST_FIELD_CHARACTERS = 200;
/** Different fields that rules look at, all together: each costs a search of the lines. */
export const MOST_FIELDS = 16;
/** Thirty days. */
export const MOST_COOLDOWN_SECONDS = 2_592_000;
export const MOST_THRESHOLD_COUNT = 1_000;
/** A week. */
export const MOST_THRESHOLD_WINDOW_SECONDS = 604_800;
/** As many as one set can hold, whoever wrote them. */
export const MOST_STORED_RULES = 8_192;
