/** In text that came from a log: control characters but for the tab, which may steer a terminal, and those that turn the writing round, be it as marks between two words. */
export const HARMFUL_CHARACTERS = /[^\P{Cc}\t]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
