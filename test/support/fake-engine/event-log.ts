// What happened to containers, as an engine tells it: the last 256 again to whoever asks, and everything from then on.
import { compareStamps, type Stamp } from '../../../src/core/lines/stamp.ts';
import type { HttpReply } from './http-reply.ts';

export interface EngineEvent {
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly at: Stamp;
}

export interface EventQuery {
  readonly since: Stamp | undefined;
  readonly until: Stamp | undefined;
  admits(event: EngineEvent): boolean;
}

const REMEMBERED = 256;

export class EventLog {
  #remembered: EngineEvent[] = [];
  readonly #listeners = new Map<HttpReply, EventQuery>();

  tell(event: EngineEvent): void {
    this.#remembered = [...this.#remembered, event].slice(-REMEMBERED);
    for (const [reply, query] of this.#listeners) {
      if (reply.isOver) this.#listeners.delete(reply);
      else if (query.admits(event)) reply.send(encodedEvent(event));
    }
  }

  /** Tells what is remembered, and with no end in sight what comes. */
  listen(reply: HttpReply, query: EventQuery): void {
    const { since, until } = query;
    const wanted = this.#remembered.filter(
      ({ at }) =>
        (since !== undefined || until !== undefined) &&
        (since === undefined || compareStamps(at, since) >= 0) &&
        (until === undefined || compareStamps(at, until) <= 0),
    );
    for (const event of wanted) if (query.admits(event)) reply.send(encodedEvent(event));
    if (until === undefined) this.#listeners.set(reply, query);
    else reply.end();
  }

  /** As a restart of the engine does. */
  forget(): void {
    this.#remembered = [];
  }
}

function encodedEvent({ action, id, attributes, at }: EngineEvent): Buffer {
  const timeNano = `${at.seconds}${String(at.nanos).padStart(9, '0')}`;
  const text = JSON.stringify({
    status: action,
    id,
    from: attributes.image,
    Type: 'container',
    Action: action,
    Actor: { ID: id, Attributes: attributes },
    scope: 'local',
    time: at.seconds,
  });
  // The number has more digits than a number of JavaScript keeps.
  return Buffer.from(`${text.slice(0, -1)},"timeNano":${timeNano}}\n`);
}
