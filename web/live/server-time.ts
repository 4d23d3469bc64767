// How far the server's clock is ahead of the browser's: whoever means an hour means an hour of the server's, which stamps all that is shown.

/** An answer says whole seconds, and takes a while to come. */
const NOTHING_MS = 5_000;
/** What the server has just stamped must not lie ahead of now. */
const SECOND_MS = 1_000;

let aheadMs = 0;

export const serverAheadMs = (): number => aheadMs;

/** To be called with each answer at once; gives it back. */
export function heedServerTime<Answer extends Pick<Response, 'headers'>>(answer: Answer): Answer {
  const at = Date.parse(answer.headers.get('date') ?? '');
  const ahead = at + SECOND_MS - Date.now();
  if (!Number.isNaN(ahead)) aheadMs = Math.abs(ahead) < NOTHING_MS ? 0 : ahead;
  return answer;
}
