// What became of every message, and what can be tried again.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { asApiError } from '../../api/api-error.ts';
import type { Delivery, Trigger } from '../../api/shapes.ts';
import { PagedList } from '../../live/paged-list.ts';
import { useRefreshed } from '../../live/use-refreshed.ts';
import { Empty } from '../../parts/list/empty.tsx';
import { Message } from '../../parts/message.tsx';
import { Page } from '../../parts/page.tsx';
import { Pick } from '../../parts/pick.tsx';
import { useServices } from '../../services.ts';
import { useMe } from '../me.ts';
import { DeliveryItem } from './delivery-item.tsx';

const EVERY_MS = 5_000;

const STATES: readonly (readonly [Delivery['state'], string])[] = [
  ['dead', 'Given up'],
  ['pending', 'Waiting'],
  ['delivered', 'Delivered'],
];

export function DeliveriesPage() {
  const { query, route } = useLocation();
  const state = STATES.find(([name]) => name === query.state)?.[0];
  const triggerId = query.trigger_id || undefined;
  const triggers = useTriggers();
  const list = useDeliveries(state, triggerId);
  const go = (next: Readonly<Record<string, string | undefined>>): void => {
    const pairs = Object.entries({ state, trigger_id: triggerId, ...next });
    const given = pairs.filter((pair): pair is [string, string] => pair[1] !== undefined);
    route(given.length === 0 ? '/deliveries' : `/deliveries?${new URLSearchParams(given)}`, true);
  };
  return (
    <Page title="Deliveries" lead="What became of every message.">
      <section class="card" aria-label="Deliveries">
        <div class="filters">
          <Pick
            label="State"
            all="In any state"
            options={STATES}
            chosen={state}
            onChange={(value) => go({ state: value })}
          />
          <Pick
            label="Trigger"
            all="Through any trigger"
            options={triggers.map(({ id, name }) => [id, name] as const)}
            chosen={triggerId}
            onChange={(value) => go({ trigger_id: value })}
          />
          <RetryAll triggerId={triggerId} onDone={() => void list.reload()} />
        </div>
        <Found
          list={list}
          isFiltered={state !== undefined || triggerId !== undefined}
          onClear={() => route('/deliveries', true)}
        />
      </section>
    </Page>
  );
}

function useDeliveries(state: Delivery['state'] | undefined, triggerId: string | undefined): PagedList<Delivery> {
  const { api } = useServices();
  const list = useMemo(
    () => new PagedList((cursor, signal) => api.deliveries({ state, trigger_id: triggerId }, cursor, signal)),
    [state, triggerId],
  );
  useEffect(() => {
    void list.reload();
    return () => list.close();
  }, [list]);
  const isWanted = list.state.value.items?.some((one) => one.state === 'pending') ?? false;
  useRefreshed({ everyMs: EVERY_MS, isWanted, refresh: () => list.refresh() }, list);
  return list;
}

/** For their names; without an answer there are none. */
function useTriggers(): readonly Trigger[] {
  const { api } = useServices();
  const [triggers, setTriggers] = useState<readonly Trigger[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    api.triggers(undefined, stop.signal).then(
      ({ items }) => setTriggers(items),
      () => undefined,
    );
    return () => stop.abort();
  }, []);
  return triggers;
}

interface FoundProps {
  readonly list: PagedList<Delivery>;
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

function Found({ list, isFiltered, onClear }: FoundProps) {
  const { items, fault, loading } = list.state.value;
  return (
    <div aria-busy={loading}>
      {fault && <Message kind="bad">{fault.message}</Message>}
      {items?.length === 0 && <Nothing isFiltered={isFiltered} onClear={onClear} />}
      <ul class="deliveries">
        {items?.map((delivery) => (
          <DeliveryItem key={delivery.id} delivery={delivery} onChanged={() => void list.reload()} namesEvent />
        ))}
      </ul>
      {list.hasMore.value && (
        <div class="list-foot">
          <button type="button" aria-disabled={loading} onClick={() => void list.more()}>
            Show older ones
          </button>
        </div>
      )}
    </div>
  );
}

function Nothing({ isFiltered, onClear }: Pick<FoundProps, 'isFiltered' | 'onClear'>) {
  if (isFiltered)
    return (
      <Empty title="No delivery fits this filter">
        <p>
          <button type="button" onClick={onClear}>
            Show all deliveries
          </button>
        </p>
      </Empty>
    );
  return (
    <Empty title="Nothing was sent yet">
      <p>
        An event that goes through a trigger appears here, with each attempt to send it. The{' '}
        <a href="/triggers">triggers</a> say what each of them takes, and can be tested there.
      </p>
    </Empty>
  );
}

function RetryAll({ triggerId, onDone }: { readonly triggerId: string | undefined; readonly onDone: () => void }) {
  const { api, notices } = useServices();
  const { isAdmin } = useMe();
  const [fault, setFault] = useState<string | undefined>();
  if (!isAdmin) return null;
  const retry = async (): Promise<void> => {
    try {
      const { retried, more } = await api.retryDead(triggerId);
      notices.say(
        `${retried.toLocaleString('en')} ${retried === 1 ? 'is' : 'are'} being tried again${more ? '; there are more, so do it once more' : ''}.`,
      );
      setFault(undefined);
      onDone();
    } catch (error) {
      setFault(asApiError(error).message);
    }
  };
  return (
    <>
      <button type="button" onClick={() => void retry()}>
        Try all given up again
      </button>
      {fault && <Message kind="bad">{fault}</Message>}
    </>
  );
}
