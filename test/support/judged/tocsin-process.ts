// The product as people run it: `tocsin serve` in a process of its own, with its database, its API and a real engine.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../api-client.ts';
import { type ChildProcess, startProcess } from '../child-process.ts';
import { ADMIN_PASSWORD } from '../running-server.ts';
import type { ModelEvent } from './rule-model.ts';

export interface TocsinSettings {
  readonly dataDir: string;
  /** The engine's socket. */
  readonly socket: string;
  /** More variables. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What an administrator is told of a rule's hits. */
export interface Counted {
  readonly hits: number;
  readonly admitted: number;
  readonly suppressed: Readonly<Record<'threshold' | 'cooldown' | 'rate_limit' | 'muted' | 'excluded', number>>;
}

export interface Stats {
  readonly engine: Counted & { readonly lines: number };
  readonly per_rule: readonly (Counted & { readonly rule_id: string })[];
}

export interface ShownEvent {
  readonly id: string;
  readonly created_at: string;
  readonly message: string;
  readonly rule_id: string;
  readonly held_back: number;
  readonly last_seen: string | null;
  readonly metadata: { readonly container_id: string; readonly line_at: string; readonly suppressed: number };
}

const TOLD_MS = 1_000_000n;

/** Ends with the test, if not before. */
export function startTocsin({ dataDir, socket, environment = {} }: TocsinSettings): Promise<ChildProcess> {
  return startProcess('bin/tocsin.mjs', ['serve'], {
    ...{ TOCSIN_DATA_DIR: dataDir, TOCSIN_DOCKER_HOST: `lab=unix://${socket}`, TOCSIN_PORT: '0' },
    ...{ TOCSIN_ADMIN_PASSWORD: ADMIN_PASSWORD, TOCSIN_LOG_FORMAT: 'json' },
    ...environment,
  });
}

/** Between two kills: sometimes it has not begun to read, sometimes it has read much. */
const MOST_LIFE_MS = 1_500;

/** It is killed with SIGKILL at moments that nobody chose; the answer is the one that lives on. */
export async function killAgainAndAgain(
  first: ChildProcess,
  settings: TocsinSettings,
  kills: number,
): Promise<ChildProcess> {
  let tocsin = first;
  for (let kill = 0; kill < kills; kill++) {
    await sleep(Math.random() * MOST_LIFE_MS);
    await tocsin.kill('SIGKILL');
    tocsin = await startTocsin(settings);
  }
  return tocsin;
}

/** An administrator of it, as soon as it serves and watches its engine. */
export async function administratorOf(tocsin: ChildProcess): Promise<Administrator> {
  const ready = await tocsin.line((line) => line.includes('"service_initialized"'));
  const { url }: { url: string } = JSON.parse(ready);
  // A test may be busy for longer than a server keeps a connection that is not used, and would ask through one that is closed.
  const api = new ApiClient(url, { connection: 'close' });
  const { status, text } = await api.login('admin', ADMIN_PASSWORD);
  if (status !== 200) throw new Error(text);
  await tocsin.line((line) => line.includes('"engine_watched"'));
  return new Administrator(api, url);
}

export class Administrator {
  readonly url: string;
  readonly api: ApiClient;

  constructor(api: ApiClient, url: string) {
    [this.api, this.url] = [api, url];
  }

  /** The answer to a change that has to succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: the tests read single fields of an answer, and fail when they are not there.
  async send(method: 'POST' | 'PATCH' | 'DELETE' | 'GET', path: string, body?: unknown): Promise<any> {
    const reply = await this.api.send(method, path, body);
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
    return reply.body;
  }

  /** Makes a rule; the answer is its id. */
  async makeRule(rule: Readonly<Record<string, unknown>>): Promise<string> {
    return (await this.send('POST', '/api/log-scan-rules', rule)).id;
  }

  stats(): Promise<Stats> {
    return this.send('GET', '/api/log-scan-rules/stats');
  }

  /** All events of lines, the oldest first. */
  async events(): Promise<readonly ShownEvent[]> {
    const { text, status } = await this.api.get('/api/events/export?source=logscan');
    if (status !== 200) throw new Error(text);
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line): ShownEvent => JSON.parse(line)).sort((one, other) => Number(one.id) - Number(other.id));
  }

  /** The events of a container, as the model has them. */
  async eventsOf(containerId: string): Promise<readonly ModelEvent[]> {
    const own = (await this.events()).filter(({ metadata }) => metadata.container_id === containerId);
    return own.map(({ rule_id, message, metadata, held_back, last_seen }) => ({
      ...{ rule: rule_id, at: nanosOf(metadata.line_at), text: message },
      ...{ suppressed: metadata.suppressed, heldBack: held_back },
      lastSeen: last_seen === null ? undefined : nanosOf(last_seen),
    }));
  }
}

const nanosOf = (time: string): bigint => BigInt(Date.parse(time)) * TOLD_MS;

/** Bytes of memory that a process has now. */
export function residentBytes(pid: number): number {
  const [, pages = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
  return Number(pages) * 4_096;
}
