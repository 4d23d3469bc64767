import { useState } from 'preact/hooks';
import { withOwnTimes } from '../../format/time.ts';
import { Card } from '../../parts/card.tsx';
import { StatusShape } from '../../parts/marks/status-mark.tsx';
import { type Hand, isUrgent } from './hands/hand.ts';

/** So many at first: with them the overview is one glance. */
const MOST_AT_FIRST = 4;

export interface HandListProps {
  /** Undefined while nobody knows. */
  readonly hands: readonly Hand[] | undefined;
  /** What mends itself, in a sentence. */
  readonly retrying: string | undefined;
  /** Why it cannot be asked for just now. */
  readonly lost: string | undefined;
}

/** What somebody should look after, each leading to where it is mended; and that there is nothing, where there is nothing. */
export function HandList({ hands, retrying, lost }: HandListProps) {
  const [showsAll, setShowsAll] = useState(false);
  const count = hands?.length ?? 0;
  const urgent = hands?.filter(isUrgent).length ?? 0;
  const shown = showsAll ? hands : hands?.slice(0, MOST_AT_FIRST);
  return (
    <Card title="What needs a hand" aside={urgent > 0 && <span class="tag">{urgent}</span>}>
      {lost === undefined && hands?.length === 0 && <p class="nothing-to-do soft">Nothing needs a hand.</p>}
      <ul class="hands">
        {shown?.map(({ key, status, what, why, href }) => (
          <li key={key} class="hand" data-status={status}>
            <StatusShape status={status} />
            <div>
              <a href={href}>{what}</a>
              <p class="soft">{withOwnTimes(why)}</p>
            </div>
          </li>
        ))}
      </ul>
      {count > MOST_AT_FIRST && (
        <button type="button" class="quiet hands-more" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'The first of them only' : `and ${count - MOST_AT_FIRST} more`}
        </button>
      )}
      {retrying !== undefined && <p class="nothing-to-do soft">{retrying}</p>}
      {/* Below what was known: nothing may move. */}
      {lost !== undefined && (
        <p class="nothing-to-do soft">
          {count > 0 ? 'Not up to date:' : 'Nobody can tell just now.'} {lost}
        </p>
      )}
    </Card>
  );
}
