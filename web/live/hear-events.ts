import type { EventsOf, StreamName } from '../api/operation.ts';

export interface Heard<Data> {
  readonly data: Data;
  /** Of the last event that had one. */
  readonly id: string;
}

type Hear<Events> = <Name extends keyof Events & string>(
  name: Name,
  heard: (event: Heard<Events[Name]>) => void,
) => void;

/** Hears what the server says on this stream, each event by its name, as the API's document has it. */
export function hearEvents<Stream extends StreamName>(source: EventSource): Hear<EventsOf<Stream>> {
  return (name, heard) =>
    source.addEventListener(name, ({ data, lastEventId: id }) => heard({ data: JSON.parse(data), id }));
}
