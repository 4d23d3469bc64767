// What a browser's event source does, by hand: everything that a page listens to.

export class HandSource extends EventTarget {
  readonly CLOSED = 2;
  readonly url: string;
  readyState = 1;
  isClosed = false;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(url: string) {
    super();
    this.url = url;
  }

  close(): void {
    this.isClosed = true;
  }

  say(kind: string, data: unknown, lastEventId = ''): void {
    this.dispatchEvent(Object.assign(new Event(kind), { data: JSON.stringify(data), lastEventId }));
  }

  /** The connection broke: the browser tries again by itself, unless it was refused. */
  break(isRefused: boolean): void {
    this.readyState = isRefused ? 2 : 0;
    this.onerror?.();
  }
}

/** A browser's sources by hand: what opens one, and all that were opened. */
export function handSources() {
  const sources: HandSource[] = [];
  const open = (url: string): EventSource => {
    const source = new HandSource(url);
    sources.push(source);
    // A page uses only these parts of it.
    return source as unknown as EventSource;
  };
  return { open, sources, latest: () => sources.at(-1) as HandSource };
}
