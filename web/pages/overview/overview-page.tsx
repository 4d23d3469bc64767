import type { ApiError } from '../../api/api-error.ts';
import type { LiveState } from '../../live/live-value.ts';
import { useLiveValue } from '../../live/use-live-value.ts';
import { LiveMark } from '../../parts/live-mark.tsx';
import { Message } from '../../parts/message.tsx';
import { Page } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { EVERYTHING } from '../events/event-filter.ts';
import { WhatHappened } from '../events/histogram/what-happened.tsx';
import { BeginHere } from './begin-here.tsx';
import { HandList } from './hand-list.tsx';
import { retryingNow } from './hands/delivery-hands.ts';
import { Headline } from './headline.tsx';
import { handsNeeded } from './needs-a-hand.ts';
import { loadOverview, loadTroubles, type Overview, type Troubles } from './overview.ts';
import { Receipt } from './receipt.tsx';
import { verdictOn } from './verdict.ts';
import { Watching } from './watching.tsx';

const EVERY_MS = 5_000;
/** What lies in the store is more to ask for, and changes more slowly. */
const TROUBLES_EVERY_MS = 15_000;

/** Are we covered, what happened, what needs a hand: one glance, without scrolling on a laptop. */
export function OverviewPage() {
  const { api } = useServices();
  const { value, loadedAt, fault } = useLiveValue({ load: (signal) => loadOverview(api, signal), everyMs: EVERY_MS });
  const troubles = useLiveValue({ load: (signal) => loadTroubles(api, signal), everyMs: TROUBLES_EVERY_MS });
  // Both at once: what came later would move the rest.
  const isThere = troubles.value !== undefined || troubles.fault !== undefined;
  return (
    <Page title="Overview" actions={<LiveMark loadedAt={loadedAt} broken={fault !== undefined} />}>
      {fault && !value && <Message kind="bad">{fault.message}</Message>}
      {value && isThere && <OverviewBody overview={value} lost={fault} troubles={troubles} />}
    </Page>
  );
}

interface OverviewBodyProps {
  readonly overview: Overview;
  readonly lost: ApiError | undefined;
  readonly troubles: LiveState<Troubles>;
}

function OverviewBody({ overview, lost, troubles }: OverviewBodyProps) {
  const { system, watching } = overview;
  const standing = troubles.value && { ...overview, ...troubles.value };
  const hands = standing && handsNeeded(standing);
  const verdict = verdictOn(overview, hands ?? []);
  return (
    <>
      <Headline overview={overview} verdict={verdict} lost={lost} />
      {troubles.value && <BeginHere troubles={troubles.value} />}
      <Receipt system={system} />
      <div class="overview-part">
        <WhatHappened filter={EVERYTHING} />
      </div>
      <div class="columns">
        <Watching watching={watching} system={system} said={lost ? undefined : verdict.why} />
        <HandList hands={hands} retrying={standing && retryingNow(standing.triggers)} lost={troubles.fault?.message} />
      </div>
    </>
  );
}
