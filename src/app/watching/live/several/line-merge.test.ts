import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../../../test/support/manual-clock.ts';
import type { EventStream } from '../../../../http/event-stream.ts';
import { shownStamp } from '../../shown/container-views.ts';
import { LineMerge } from './line-merge.ts';
import { Positions } from './positions.ts';

interface Sent {
  readonly event: string;
  readonly id?: string;
  readonly data: { readonly lines?: readonly { readonly container: string; readonly text: string }[] };
}

/** A client that takes what it is sent when it likes. */
class Client {
  readonly sent: Sent[] = [];
  readonly marks: string[] = [];
  isBehind = false;
  readonly #closed = new AbortController();
  readonly #taken: (() => void)[] = [];

  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  send(message: Sent): void {
    this.sent.push(message);
  }

  mark(id: string): void {
    this.marks.push(id);
  }

  onceTaken(listener: () => void): void {
    this.#taken.push(listener);
  }

  take(): void {
    this.isBehind = false;
    for (const taken of this.#taken.splice(0)) taken();
  }

  close(reason: string): void {
    this.sent.push({ event: 'closing', data: { reason } as Sent['data'] });
    this.#closed.abort();
  }

  /** What came, each line as `container text`. */
  get told(): readonly string[] {
    return this.sent.flatMap(({ event, data }) =>
      data.lines
        ? data.lines.map(({ container, text }) => `${container} ${text}`)
        : [`${event} ${JSON.stringify(data)}`],
    );
  }
}

function given(names: readonly string[], { isExpected = true } = {}) {
  const [client, clock, positions] = [new Client(), new ManualClock(), new Positions(undefined)];
  // Only these parts of a stream are used.
  const merge = new LineMerge({ stream: client as unknown as EventStream, clock, positions });
  const containers = names.map((name) => ({ id: name.padEnd(12, '0'), name }));
  if (isExpected) merge.expect(containers);
  const running = merge.run();
  const outlets = new Map(containers.map((one) => [one.name, merge.outletOf(one)]));
  const outletOf = (name: string) => {
    const outlet = outlets.get(name);
    if (outlet === undefined) throw new Error(`nobody is called ${name}`);
    return outlet;
  };
  const write = (name: string, seconds: number, text = `${seconds}`): void => {
    const stamp = { seconds, nanos: 0 };
    const shown = { stream: 'stdout', at: shownStamp(stamp), text, truncated: false, rules: [] } as const;
    outletOf(name).line(shown, { id: `${name}-${seconds}`, stamp });
  };
  return { client, clock, positions, merge, running, outletOf, write };
}

describe('lines of several containers on one stream', () => {
  test('come in the order of time, many in a message, each with its container, and with how far all of them are', async () => {
    const { client, clock, write } = given(['web', 'db']);
    for (const second of [1, 4]) write('web', second);
    for (const second of [2, 3]) write('db', second);
    await clock.advance(99);
    expect(client.sent).toEqual([]);
    await clock.advance(1);
    expect(client.told).toEqual(['web 1', 'db 2', 'db 3', 'web 4']);
    expect(client.sent).toHaveLength(1);
    expect(client.sent[0]).toMatchObject({
      event: 'lines',
      id: expect.stringMatching(/^(?=.*web000000000=web-4)(?=.*db0000000000=db-3)/),
      data: {
        lines: [
          { container_id: 'web000000000', container: 'web', id: 'web-1', stream: 'stdout', text: '1' },
          {},
          {},
          {},
        ],
      },
    });
  });

  test('wait at the beginning until each container has said something, and for none of them longer than two seconds', async () => {
    const { client, clock, outletOf, write } = given(['web', 'db', 'mute']);
    write('web', 2);
    await clock.advance(1_500);
    expect(client.sent).toEqual([]);
    write('db', 1);
    await clock.advance(499);
    expect(client.sent).toEqual([]);
    await clock.advance(101);
    expect(client.told).toEqual(['db 1', 'web 2']);
    outletOf('mute').state({ state: 'following', words: null });
    write('web', 3);
    await clock.advance(100);
    expect(client.told.slice(2)).toEqual([
      'state {"container_id":"mute00000000","container":"mute","state":"following","words":null}',
      'web 3',
    ]);
  });

  test('are not held longer once all have said something', async () => {
    const { client, clock, outletOf, write } = given(['web', 'db']);
    write('web', 1);
    outletOf('db').state({ state: 'ended', words: null });
    await clock.advance(100);
    expect(client.told).toHaveLength(2);
  });

  test('have what is missing at its place, and the end of a container behind its lines', async () => {
    const { client, clock, outletOf, write } = given(['web', 'db']);
    write('web', 1);
    outletOf('web').gap({ reason: 'rotated', words: 'gone' });
    write('web', 5);
    outletOf('web').gone();
    write('db', 3);
    await clock.advance(100);
    const about = '"container_id":"web000000000","container":"web"';
    expect(client.told).toEqual([
      'web 1',
      `gap {${about},"reason":"rotated","words":"gone"}`,
      'db 3',
      'web 5',
      `state {${about},"state":"gone","words":null}`,
    ]);
  });

  test('that are not wanted move the position on', async () => {
    const { client, clock, outletOf } = given(['web']);
    outletOf('web').passed('web-9');
    await clock.advance(100);
    expect([client.sent, client.marks]).toEqual([[], ['web000000000=web-9']]);
  });

  test('of a client that is behind wait, and whoever brings more is asked to wait until it has taken them', async () => {
    const { client, clock, outletOf, write } = given(['web']);
    const [web, long] = [outletOf('web'), 'x'.repeat(60_000)];
    let resumed = 0;
    client.isBehind = true;
    expect(web.isBehind()).toBe(true);
    web.whenReady(() => {
      resumed += 1;
    });
    for (let second = 1; second <= 20; second++) write('web', second, long);
    await clock.advance(10_000);
    expect([client.sent, resumed]).toEqual([[], 0]);
    client.take();
    expect(web.isBehind()).toBe(true);
    await clock.advance(100);
    expect(client.sent).toHaveLength(20);
    expect([web.isBehind(), resumed]).toEqual([false, 1]);
  });

  test('that were asked to wait while none was left to be sent go on once the client has taken what was told besides', async () => {
    const { client, clock, outletOf, write } = given(['web']);
    write('web', 1);
    await clock.advance(100);
    let resumed = 0;
    client.isBehind = true;
    outletOf('web').whenReady(() => {
      resumed += 1;
    });
    await clock.advance(10_000);
    expect(resumed).toBe(0);
    client.take();
    await clock.advance(100);
    expect(resumed).toBe(1);
  });

  test('leave nothing on the end of their client, however often they wait for it', async () => {
    const { client, clock, write } = given(['web']);
    for (let second = 1; second <= 20; second++) {
      client.isBehind = true;
      write('web', second);
      await clock.advance(100);
      client.take();
      await clock.advance(0);
    }
    expect(client.told).toHaveLength(20);
    expect(getEventListeners(client.closed, 'abort')).toHaveLength(1);
  });

  test('that are too many for one message go on in another', async () => {
    const { client, clock, write } = given(['web']);
    for (let second = 1; second <= 5; second++) write('web', second, 'x'.repeat(30_000));
    await clock.advance(100);
    expect(client.sent.map(({ id }) => id)).toEqual(['web000000000=web-2', 'web000000000=web-4', 'web000000000=web-5']);
  });

  test('are all sent before the stream is closed, and nothing goes on behind that', async () => {
    const { client, clock, merge, running, write } = given(['web']);
    write('web', 1);
    merge.end('all are gone');
    await clock.advance(100);
    await running;
    expect(client.told).toEqual(['web 1', 'closing {"reason":"all are gone"}']);
    expect(clock.sleeping).toBe(0);
  });

  test('end with their client, whatever is waited for', async () => {
    for (const isExpected of [true, false]) {
      const { client, clock, running } = given(['web'], { isExpected });
      await clock.advance(0);
      client.close('it has seen enough');
      await clock.advance(0);
      await running;
      expect(clock.sleeping).toBe(0);
    }
    const { client, clock, running, write } = given(['web']);
    write('web', 1);
    client.isBehind = true;
    await clock.advance(100);
    client.close('it has seen enough');
    await running;
    expect(client.told).toHaveLength(1);
  });
});
