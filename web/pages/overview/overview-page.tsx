import { useLiveValue } from '../../live/use-live-value.ts';
import { Message } from '../../parts/message.tsx';
import { Page } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { BrokenRules } from './broken-rules.tsx';
import { Checks } from './checks.tsx';
import { Figures } from './figures.tsx';
import { Headline } from './headline.tsx';
import { LiveMark } from './live-mark.tsx';
import { loadOverview, type Overview } from './overview.ts';
import { BackgroundWork, ThisServer } from './this-server.tsx';
import { Watching } from './watching.tsx';
import { WhatHappened } from './what-happened.tsx';

const EVERY_MS = 5_000;

/** How this server is, at a glance and then in full. */
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
  const { health, system, watching, rules } = overview;
  return (
    <>
      <Headline overview={overview} lost={lost} />
      <div class="overview-part">
        <WhatHappened />
      </div>
      <div class="columns">
        <div class="stack">
          <Watching watching={watching} system={system} />
          <BrokenRules errors={rules.last_compile_errors} />
        </div>
        <Checks health={health} />
      </div>
      <Figures system={system} />
      <div class="columns">
        <ThisServer system={system} />
        <BackgroundWork system={system} />
      </div>
    </>
  );
}
