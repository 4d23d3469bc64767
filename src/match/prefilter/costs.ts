// What the ways of looking for a rule cost beside the passes over the text: the one place where planner and upkeep read it. Measured, in ns.

/** The strided pass stops: flags are looked at one by one, and windows compared. */
export const STOP_NS = 18;

/** A candidate's way through the automaton of its rule. */
export const CANDIDATE_NS = 200;

/** A byte's way through the automaton that reads every line. */
export const EVERY_LINE_NS = 2.5;

/** The short pass looks into a bucket: its own cost, and that of each window in it. */
export const BUCKET_NS = 12;
export const BUCKET_WINDOW_NS = 3;
