// An engine that nobody runs: it answers as Docker does, within the process, for containers and lines that are invented. What reads real engines reads it without knowing.
import type { Clock } from '../../../core/clock.ts';
import { stampOfMilliseconds } from '../../../core/lines/stamp.ts';
import { type DemoContainer, demoContainers } from '../shop/shop-containers.ts';
import { openAnswer, type StreamedAnswer } from './answer-stream.ts';
import { eventAnswer, logAnswer } from './answers.ts';
import { inspected, listed } from './descriptions.ts';
import { logQueryOf, momentIn } from './log-query.ts';
import type { DemoAnswer, DemoEngineClient, DemoFault } from './port.ts';

/** The engine's name, as people see it wherever something is said of where a line came from. */
export const DEMO_ENGINE = 'demo';

export interface DemoEngineOptions {
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly seed: number;
}

const TRAITS = { kind: 'docker', apiVersion: '1.41', version: 'demo', notes: [] } as const;

/** The story begins with the second in which it is made. */
export function createDemoEngine({ clock, seed }: DemoEngineOptions): DemoEngineClient {
  const containers = demoContainers({ seed, begins: Math.floor(clock.now() / 1_000) });
  const find = (path: string): DemoContainer | undefined => {
    const which = decodeURIComponent(/^\/containers\/([^/]+)\//.exec(path)?.[1] ?? '');
    return containers.find(({ id, name }) => id === which || name === which);
  };

  function answerTo(path: string, query: URLSearchParams): StreamedAnswer | undefined {
    const now = clock.now();
    if (path === '/events') return eventAnswer(containers, sinceIn(query) ?? now);
    const container = path.endsWith('/logs') ? find(path) : undefined;
    return container && logAnswer(container, logQueryOf(query), now);
  }

  return {
    name: DEMO_ENGINE,
    now: () => stampOfMilliseconds(clock.now()),
    negotiate: async () => ({ ok: true, traits: TRAITS }),
    async getJson(asked): Promise<DemoAnswer> {
      const { path } = partsOf(asked);
      const now = clock.now();
      if (path === '/_ping') return { ok: true, body: 'OK' };
      if (path === '/containers/json') return { ok: true, body: containers.map((one) => listed(one, now)) };
      const container = path.endsWith('/json') ? find(path) : undefined;
      if (container === undefined) return { ok: false, fault: notFound(path) };
      return { ok: true, body: inspected(container, now) };
    },
    stream(asked, sink) {
      const { path, query } = partsOf(asked);
      const answer = answerTo(path, query);
      if (answer) return openAnswer(answer, sink, clock);
      const closing = new AbortController();
      void clock.sleep(0, closing.signal).then(() => {
        if (!closing.signal.aborted) sink.ended({ complete: false, fault: notFound(path) });
      });
      return { pause() {}, resume() {}, close: () => closing.abort() };
    },
  };
}

function partsOf(asked: string): { readonly path: string; readonly query: URLSearchParams } {
  const { pathname, searchParams } = new URL(asked, 'http://demo');
  return { path: pathname, query: searchParams };
}

function sinceIn(query: URLSearchParams): number | undefined {
  const since = momentIn(query.get('since'));
  return since && since.seconds * 1_000 + Math.floor(since.nanos / 1_000_000);
}

const notFound = (path: string): DemoFault => ({
  ...{ kind: 'refused', status: 404, message: `No such container: ${path}` },
  words: 'The demo has no such container.',
});
