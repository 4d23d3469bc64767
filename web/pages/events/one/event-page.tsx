// One event: what it said, where it came from, why it was raised, and what became of each message about it.
import { useEffect, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso/router';
import { type ApiError, asApiError } from '../../../api/api-error.ts';
import type { EventDetail, Mute, Rule } from '../../../api/shapes.ts';
import { showCount } from '../../../format/count.ts';
import { asKnown } from '../../../live/as-known.ts';
import { Card, type Fact, Facts } from '../../../parts/card.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { SeverityMark, severityWord } from '../../../parts/marks/severity-mark.tsx';
import { Message } from '../../../parts/message.tsx';
import { Moment } from '../../../parts/moment.tsx';
import { Page } from '../../../parts/page.tsx';
import { useServices } from '../../../services.ts';
import { holdingBack, openMutes } from '../../mutes/open-mutes.ts';
import { capturesIn, othersIn, textIn, whereOf } from '../event-facts.ts';
import { ContextCard } from './context-card.tsx';
import { DeliveryList } from './delivery-list.tsx';
import { MuteMenu } from './mute-menu.tsx';
import { WhyCard } from './why-card.tsx';

export function EventPage() {
  const id = useRoute().params.id ?? '';
  const { found, fault, reload } = useEvent(id);
  if (found === undefined)
    return (
      <Page title="Event">
        {fault && <Message kind="bad">{fault.code === 'not_found' ? GONE : fault.message}</Message>}
      </Page>
    );
  const { event, rule, mutes } = found;
  const { severity, created_at: at } = event;
  return (
    <Page
      title={`${severityWord(severity)} in ${whereOf(event)}`}
      lead={<Moment at={at} />}
      actions={<MuteMenu event={event} mutes={holdingBack(mutes, event)} onChanged={reload} />}
    >
      <div class="stack">
        <MessageCard event={event} />
        <div class="columns">
          <FactsCard event={event} />
          <div class="stack">
            <WhyCard event={event} rule={rule} />
            <DeliveryList event={event} onChanged={reload} />
          </div>
        </div>
        {event.source === 'logscan' && <ContextCard key={event.id} eventId={event.id} />}
      </div>
    </Page>
  );
}

const GONE = 'This event is no longer there: events are deleted when they are older than the retention allows.';

/** An event with its rule, which may be gone by now: null. */
interface EventWithRule {
  readonly event: EventDetail;
  readonly rule: Rule | null;
  /** Those that are not over, as far as that can be told. */
  readonly mutes: readonly Mute[];
}

/** Read together, so that the page is whole when it appears. */
function useEvent(id: string) {
  const { api } = useServices();
  const [found, setFound] = useState<EventWithRule | undefined>();
  const [fault, setFault] = useState<ApiError | undefined>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    const read = async (): Promise<EventWithRule> => {
      const [event, mutes] = await Promise.all([api.event(id, stop.signal), asKnown(openMutes(api, stop.signal))]);
      const rule = event.rule_id === null ? null : await api.rule(event.rule_id, stop.signal).catch(noneIfGone);
      return { event, rule, mutes: 'value' in mutes ? mutes.value : [] };
    };
    read().then(
      (both) => {
        if (stop.signal.aborted) return;
        setFound(both);
        setFault(undefined);
      },
      (error) => stop.signal.aborted || setFault(asApiError(error)),
    );
    return () => stop.abort();
  }, [id, round]);
  return { found: found?.event.id === id ? found : undefined, fault, reload: () => setRound((before) => before + 1) };
}

/** Whatever else went wrong says nothing about whether there is such a rule. */
function noneIfGone(error: unknown): null {
  if (asApiError(error).code === 'not_found') return null;
  throw error;
}

function MessageCard({ event }: { readonly event: EventDetail }) {
  const { message, held_back: heldBack, last_seen: lastSeen } = event;
  return (
    <Card title="Message" aside={<SeverityMark severity={event.severity} />}>
      <pre class="event-text">{message}</pre>
      <div class="event-text-foot">
        <CopyButton noun="message" text={message} />
        {heldBack > 0 && (
          <p class="soft">
            {showCount(heldBack, 'more line like this was', 'more lines like this were')} held back since, the last{' '}
            <Moment at={lastSeen} />
          </p>
        )}
      </div>
    </Card>
  );
}

function FactsCard({ event }: { readonly event: EventDetail }) {
  return (
    <Card title="Where it came from">
      <Facts facts={factsOf(event)} />
    </Card>
  );
}

function factsOf({ metadata, source, workload_id: workloadId, created_at: at }: EventDetail): readonly Fact[] {
  const fact = (name: string, value: string | undefined): readonly Fact[] =>
    value === undefined ? [] : [{ name, value: <span class="break">{value}</span> }];
  const workload = textIn(metadata, 'workload_name');
  const lineAt = textIn(metadata, 'line_at');
  return [
    ...(workload === undefined || workloadId === null
      ? []
      : [{ name: 'Workload', value: <a href={`/workloads/${workloadId}`}>{workload}</a> }]),
    ...fact('Container', textIn(metadata, 'container_name')),
    ...fact(textIn(metadata, 'path') === undefined ? 'Engine' : 'Machine', textIn(metadata, 'host')),
    ...fact('Stream', textIn(metadata, 'stream')),
    { name: 'Source', value: source },
    ...(lineAt === undefined ? [] : [{ name: 'Written', value: <Moment at={lineAt} /> }]),
    { name: 'Stored', value: <Moment at={at} /> },
    ...capturesIn(metadata).map(([name, value]) => ({ name, value: <code class="break">{value}</code> })),
    ...othersIn(metadata).map(([name, value]) => ({ name, value: <code class="break">{value}</code> })),
  ];
}
