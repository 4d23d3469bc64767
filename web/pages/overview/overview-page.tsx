import { useLiveValue } from '../../live/use-live-value.ts';
import { LiveMark } from '../../parts/live-mark.tsx';
import { Message } from '../../parts/message.tsx';
import { Page } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { BeginHere } from './begin-here.tsx';
import { HandList } from './hand-list.tsx';
import { Headline } from './headline.tsx';
import { handsNeeded } from './needs-a-hand.ts';
import { loadOverview, type Overview } from './overview.ts';
import { Receipt } from './receipt.tsx';
import { Watching } from './watching.tsx';
import { WhatHappened } from './what-happened.tsx';

const EVERY_MS = 5_000;

/** Are we covered, what happened, what needs a hand: one glance, without scrolling on a laptop. */
export function OverviewPage() {
  const { api } = useServices();
  const { value, loadedAt, fault } = useLiveValue({ load: (signal) => loadOverview(api, signal), everyMs: EVERY_MS });
  return (
    <Page title="Overview" actions={<LiveMark loadedAt={loadedAt} broken={fault !== undefined} />}>
      {fault && !value && <Message kind="bad">{fault.message}</Message>}
      {value && <OverviewBody overview={value} lost={fault?.message} />}
    </Page>
  );
}

function OverviewBody({ overview, lost }: { readonly overview: Overview; readonly lost: string | undefined }) {
  const { system, watching } = overview;
  return (
    <>
      <Headline overview={overview} lost={lost} />
      <BeginHere hasRules={overview.hasRules} />
      <Receipt system={system} />
      <div class="overview-part">
        <WhatHappened />
      </div>
      <div class="columns">
        <Watching watching={watching} system={system} />
        <HandList hands={handsNeeded(overview)} />
      </div>
    </>
  );
}
