import type { Mute } from '../../api/shapes.ts';
import { browserClock } from '../../live/browser-clock.ts';
import { Moment } from '../../parts/moment.tsx';
import type { Names } from '../use-names.ts';
import { endWords, muteWords } from './mute-words.ts';

export interface MuteLinesProps {
  readonly mutes: readonly Mute[];
  /** What the rule that they silence is called; undefined where that is all of a workload. */
  readonly rule: string | undefined;
  readonly workloads: Names;
  /** Undefined for whoever may not. */
  readonly onEnd: ((mute: Mute) => Promise<void>) | undefined;
}

/** Until when what is silent, and the way back. */
export function MuteLines({ mutes, rule, workloads, onEnd }: MuteLinesProps) {
  const names = new Map(workloads);
  return mutes.map((mute) => (
    <p key={mute.id} class="mute-line">
      <span>
        {muteWords(mute, names)}{' '}
        {Date.parse(mute.from) > browserClock.now() && (
          <>
            from <Moment at={mute.from} />{' '}
          </>
        )}
        until <Moment at={mute.until} />
      </span>
      {onEnd && (
        <button
          type="button"
          class="quiet"
          aria-label={endWords(mute, names, mute.rule_id === null ? undefined : rule)}
          onClick={() => void onEnd(mute)}
        >
          End mute
        </button>
      )}
    </p>
  ));
}
