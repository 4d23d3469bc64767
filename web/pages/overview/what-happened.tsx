import { useLocation } from 'preact-iso/router';
import { Card } from '../../parts/card.tsx';
import { EVERYTHING, pathOf } from '../events/event-filter.ts';
import { Histogram } from '../events/histogram/histogram.tsx';

/** The events of the last day; a time that is drawn out leads to them. */
export function WhatHappened() {
  const { route } = useLocation();
  return (
    <Card title="What happened" aside={<a href="/events">All events</a>}>
      <div class="what-happened">
        <Histogram filter={EVERYTHING} onSpan={({ from, to }) => route(pathOf({ ...EVERYTHING, from, to }))} />
      </div>
    </Card>
  );
}
