// How the time is shared that the parts of a server have from the request to stop on. They end side by side, each by its own deadline from that moment on:
// what runs ends first, so that there is time left to save what came of it and to give back what is held.

/** What runs may go on for so long: requests, messages under way, background tasks with the last commit of theirs. */
export const RUNNING_ENDS_WITHIN_MS = 3_000;
/** Until then what came of it is saved, and what is held is given back. */
export const SAVED_WITHIN_MS = 4_500;
/** And then whatever hangs is left behind. */
export const LEFT_BEHIND_AFTER_MS = 5_000;
