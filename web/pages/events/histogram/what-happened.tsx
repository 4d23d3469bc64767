import { useLocation } from 'preact-iso/router';
import { Card } from '../../../parts/card.tsx';
import { type EventFilter, pathOf } from '../event-filter.ts';
import { Histogram } from './histogram.tsx';

/** Those of the last day's events that are looked for; a time that is drawn out leads to them. */
export function WhatHappened({ filter }: { readonly filter: EventFilter }) {
  const { route } = useLocation();
  return (
    <Card title="What happened" aside={<a href={pathOf(filter)}>All events</a>}>
      <div class="what-happened">
        <Histogram filter={filter} onSpan={({ from, to }) => route(pathOf({ ...filter, from, to }))} />
      </div>
    </Card>
  );
}
