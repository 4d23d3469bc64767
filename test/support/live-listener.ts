// A browser that has opened a stream of events: what it was sent, and by which id it would go on.
import { type IncomingMessage, request } from 'node:http';
import { onTestFinished } from 'vitest';

export interface HeardEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export class LiveListener {
  readonly events: HeardEvent[] = [];
  readonly comments: string[] = [];
  readonly status: number;
  lastId: string | undefined;
  hasEnded = false;
  readonly #reply: IncomingMessage;

  private constructor(reply: IncomingMessage) {
    this.status = reply.statusCode ?? 0;
    this.#reply = reply;
    void this.#read();
  }

  /** A connection of its own, which nobody keeps for later. With a body it is a POST. */
  static async open(url: string, headers: Readonly<Record<string, string>>, body?: unknown): Promise<LiveListener> {
    const [method, type] = body === undefined ? ['GET', {}] : ['POST', { 'content-type': 'application/json' }];
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url, { method, headers: { ...headers, ...type, connection: 'close' }, agent: false }, resolve)
        .on('error', reject)
        .end(body === undefined ? undefined : JSON.stringify(body));
    });
    const listener = new LiveListener(reply);
    onTestFinished(() => listener.leave());
    return listener;
  }

  /** The lines that came, by themselves or many in a message. */
  get shown(): readonly HeardEvent['data'][] {
    return this.events.flatMap(({ event, data }) => {
      if (event === 'line') return [data];
      return event === 'lines' ? (data.lines as HeardEvent['data'][]) : [];
    });
  }

  /** Their texts. */
  get lines(): readonly string[] {
    return this.shown.map(({ text }) => String(text));
  }

  get states(): readonly string[] {
    return this.events.filter(({ event }) => event === 'state').map(({ data }) => String(data.state));
  }

  /** `container state`, of a stream of several. */
  get stood(): readonly string[] {
    return this.events.filter(({ event }) => event === 'state').map(({ data }) => `${data.container} ${data.state}`);
  }

  leave(): void {
    this.#reply.destroy();
  }

  async #read(): Promise<void> {
    let heard = '';
    try {
      for await (const part of this.#reply.setEncoding('utf8')) {
        const whole = (heard + part).split('\n\n');
        heard = whole.pop() ?? '';
        for (const message of whole) this.#take(message);
      }
    } catch {
      // It was left.
    }
    this.hasEnded = true;
  }

  #take(message: string): void {
    const fields = new Map(
      message.split('\n').map((line) => /^(\w*): (.*)$/s.exec(line)?.slice(1) as [string, string]),
    );
    this.lastId = fields.get('id') ?? this.lastId;
    const [event, data, comment] = [fields.get('event'), fields.get('data'), fields.get('')];
    if (comment !== undefined) this.comments.push(comment);
    if (event !== undefined && data !== undefined) this.events.push({ event, data: JSON.parse(data) });
  }
}
