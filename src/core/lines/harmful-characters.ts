/** In text that came from a log: control characters but for the tab, which may steer a terminal, and those that turn the writing round. */
export const HARMFUL_CHARACTERS = /[^\P{Cc}\t]|[\u202a-\u202e\u2066-\u2069]/gu;
