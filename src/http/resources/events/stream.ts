// Events as they come, as server-sent events.
import { z } from 'zod';
import type { EventFeed } from '../../../events/feed/event-feed.ts';
import type { FeedClient } from '../../../events/feed/feed-client.ts';
import type { EventStream } from '../../event-stream.ts';
import { defineRoute, type Route } from '../../route.ts';
import { id } from '../shapes.ts';
import { eventShape, toEventView } from './event-shapes.ts';

const missed = z.object({ after_id: id, up_to_id: id });

export function eventStreamRoutes(feed: Pick<EventFeed, 'open'>): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/events/stream',
      access: 'read',
      tag: 'Events',
      summary:
        'Each event as it is stored, as a server-sent "event". "Last-Event-ID" gives first what was missed; a client that is too far behind is told by "missed" which ids will not come',
      quiet: true,
      replies: { 200: { events: { event: eventShape, missed } } },
      async handle({ lastEventId }) {
        const follow = await feed.open(lastEventId);
        return { status: 200, stream: (stream) => follow(clientOf(stream)) };
      },
    }),
  ];
}

function clientOf(stream: EventStream): FeedClient {
  return {
    closed: stream.closed,
    get isBehind() {
      return stream.isBehind;
    },
    send: (event) => stream.send({ event: 'event', data: toEventView(event), id: event.id }),
    mark: (id) => stream.mark(id),
    missed: ({ after, upTo }) =>
      stream.send({ event: 'missed', data: { after_id: after, up_to_id: upTo } satisfies z.input<typeof missed> }),
    onceTaken: (listener) => stream.onceTaken(listener),
  };
}
