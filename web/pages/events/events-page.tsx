// The event log: what happened, newest first, as it happens.
import { useEffect, useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { showCount } from '../../format/count.ts';
import { browserClock } from '../../live/browser-clock.ts';
import { untilVisible } from '../../live/page-visibility.ts';
import { Message } from '../../parts/message.tsx';
import { Page } from '../../parts/page.tsx';
import { VirtualList } from '../../parts/virtual/virtual-list.tsx';
import { useServices } from '../../services.ts';
import { countOfParts, type EventFilter, filterIn, fits, pathOf, queryOf } from './event-filter.ts';
import { EventRow } from './event-row.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Histogram } from './histogram/histogram.tsx';
import { EventLog } from './log/event-log.ts';
import type { ListedEvent } from './log/listed-event.ts';
import { OlderSearched, SearchingOlder } from './searching-older.tsx';
import { useEventStream } from './use-event-stream.ts';

/** So many to begin with: a page of them takes the server a few milliseconds. */
const FIRST_PAGE = '100';
/** Who scrolls on should not have to wait at every hundredth row; more at once would take a browser longer than a frame. */
const LATER_PAGE = '200';

export function EventsPage() {
  const place = useLocation();
  const filter = useMemo(() => filterIn(place.query), [place.url]);
  const log = useEventLog(filter);
  const isLive = useEventStream(log);
  const change = (part: Partial<EventFilter>): void => place.route(pathOf({ ...filter, ...part }), true);
  return (
    <Page title="Events" lead="What happened, newest first." actions={<LiveState isLive={isLive} />}>
      <Histogram filter={filter} onSpan={({ from, to }) => change({ from, to, last: undefined })} />
      <section class="card event-card" aria-label="Events">
        <FilterBar filter={filter} onChange={change} />
        <Body log={log} filter={filter} onClear={() => place.route('/events', true)} />
      </section>
    </Page>
  );
}

/** The log of a filter; another filter is another log. */
function useEventLog(filter: EventFilter): EventLog {
  const { api } = useServices();
  const log = useMemo(() => {
    const query = queryOf(filter, browserClock.now());
    return new EventLog({
      load: (cursor, signal) =>
        api.events({ ...query, cursor, limit: cursor === undefined ? FIRST_PAGE : LATER_PAGE }, signal),
      fits: (event) => fits(filter, event),
      untilLookedAt: untilVisible,
    });
  }, [filter]);
  useEffect(() => {
    void log.reload();
    return () => log.close();
  }, [log]);
  return log;
}

interface BodyProps {
  readonly log: EventLog;
  readonly filter: EventFilter;
  readonly onClear: () => void;
}

function Body({ log, filter, onClear }: BodyProps) {
  const { items, isEmpty, loading, fault, hasMore, isFull, waiting, isWaitingLeast, ...search } = log.state.value;
  const { isSearching, searchedTo } = search;
  return (
    <div class="event-body" aria-busy={loading}>
      {fault && (
        <Message kind="bad">
          {fault.message} <RetryButton log={log} />
        </Message>
      )}
      {isSearching && items.length === 0 && <SearchingOlder backTo={searchedTo} />}
      {!isEmpty && items.length === 0 && !hasMore && (
        <Nothing isFiltered={countOfParts(filter) > 0} onClear={onClear} />
      )}
      {items.length > 0 && (
        <VirtualList
          label="Events, newest first"
          items={items}
          row={(event: ListedEvent) => <EventRow event={event} />}
          onNearEnd={() => void log.more()}
          onHeld={(held) => log.holdStill(held)}
          notice={waiting > 0 && <NewsButton count={waiting} isLeast={isWaitingLeast} onClick={() => showNews(log)} />}
        />
      )}
      {isSearching && items.length > 0 && <OlderSearched backTo={searchedTo} />}
      {isFull && (
        <p class="event-foot soft">
          These are the newest {items.length.toLocaleString('en')}. Narrow the filter to see older ones.
        </p>
      )}
    </div>
  );
}

interface NewsButtonProps {
  readonly count: number;
  readonly isLeast: boolean;
  readonly onClick: () => void;
}

function NewsButton({ count, isLeast, onClick }: NewsButtonProps) {
  return (
    <button type="button" class="news event-news" onClick={onClick}>
      {isLeast && 'At least '}
      {showCount(count, 'new event')}
    </button>
  );
}

function showNews(log: EventLog): void {
  document.querySelector('.virtual-list')?.scrollTo({ top: 0 });
  if (log.isStale) void log.reload();
  else log.showWaiting();
}

function RetryButton({ log }: { readonly log: EventLog }) {
  const { hasMore } = log.state.value;
  return (
    <button type="button" class="quiet" onClick={() => void (hasMore ? log.more() : log.reload())}>
      Try again
    </button>
  );
}

function Nothing({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  if (isFiltered)
    return (
      <div class="empty">
        <p class="empty-title">No event fits this filter</p>
        <p>
          <button type="button" onClick={onClear}>
            Show all events
          </button>
        </p>
      </div>
    );
  return (
    <div class="empty">
      <p class="empty-title">Nothing has happened yet</p>
      <p>An event appears here the moment a line matches a rule, or a container dies.</p>
    </div>
  );
}

/** Says whether what is shown keeps itself up to date. */
function LiveState({ isLive }: { readonly isLive: boolean }) {
  return (
    <p class="live-mark" data-broken={!isLive} role="status">
      <span class="live-dot" aria-hidden="true" />
      {isLive ? 'Live' : 'Not live: the server does not answer'}
    </p>
  );
}
