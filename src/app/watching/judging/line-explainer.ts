// Explains lines by the judge of the tails, and by how flood control stands in the container that is meant.
import type { Clock } from '../../../core/clock.ts';
import type { SavedFlood } from '../../../core/lines/flood-state.ts';
import { laterStamp, millisecondsOf, stampOfMilliseconds } from '../../../core/lines/stamp.ts';
import type { LineExplainer } from '../../../http/resources/rules/explain.ts';
import type { LineJudge } from '../../../rules/judge/line-judge.ts';
import { originKey } from '../../../sources/docker/watch/containers/origin-of.ts';
import type { Store } from '../../../store/store.ts';

export interface LineExplainerParts {
  readonly judge: Pick<LineJudge, 'explain' | 'standingOf'>;
  readonly store: Pick<Store, 'watching'>;
  readonly clock: Pick<Clock, 'now'>;
  /** The key of a container or a file that is watched here. */
  readonly keyOf: (id: string) => string | undefined;
}

export function lineExplainer({ judge, store, clock, keyOf }: LineExplainerParts): LineExplainer {
  /** In memory where it is judged here, else as it was saved last. */
  const standingOf = async (containerId: string): Promise<SavedFlood | undefined> => {
    const key = keyOf(containerId) ?? originKey(containerId);
    return judge.standingOf(key) ?? (await store.watching.known.flood(key));
  };
  return {
    async explain({ workloadId, containerId, at: asked, ...line }) {
      const flood = containerId === undefined ? undefined : await standingOf(containerId);
      // Where the engine's clock is ahead of ours, its next line is no earlier than its last.
      const at = asked ?? laterStamp(flood?.standing.time, stampOfMilliseconds(clock.now()));
      return { at: millisecondsOf(at), rules: judge.explain(workloadId, { ...line, at }, flood) };
    },
  };
}
