// Which rules match a line that somebody looks at.
import type { Origin } from '../../../core/lines/origin.ts';
import type { LineJudge } from '../../../rules/judge/line-judge.ts';
import type { LineMarker } from '../live/live-events.ts';

/** Nothing is marked while the rules have not been read. */
export function markLines(
  judge: Pick<LineJudge, 'rulesOf'>,
  originOf: (containerId: string) => Origin | undefined,
): LineMarker {
  return (containerId, { bytes, stream, stamp, object }) => {
    const origin = originOf(containerId);
    return origin
      ? judge.rulesOf(origin, { text: bytes, stream, at: stamp, object }).map(({ id, name }) => ({ id, name }))
      : [];
  };
}
