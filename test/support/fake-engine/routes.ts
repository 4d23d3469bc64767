// Which answer the fake engine gives to which request.
import type { Stamp } from '../../../src/core/lines/stamp.ts';
import { infoAnswer, inspected, listed, versionAnswer } from './api-answers.ts';
import type { EngineEvent, EventQuery } from './event-log.ts';
import type { FakeContainer } from './fake-container.ts';
import type { FakeEngine } from './fake-engine.ts';
import type { HttpReply } from './http-reply.ts';
import { answerLog } from './log-answer.ts';
import { logContentType } from './logs/log-encoding.ts';
import { parseLogQuery } from './logs/log-query.ts';

/** What a read-only proxy may allow or refuse. */
export type Endpoint = 'ping' | 'version' | 'info' | 'events' | 'containers';

export interface FakeRequest {
  readonly method: string;
  readonly target: string;
  /** The forms of an answer that it takes. */
  readonly accept: string;
}

/** From this version on an engine sends its records as lines of JSON to whoever asks for that. */
const JSON_LINES_API = 54;

interface Asked extends Pick<FakeRequest, 'accept'> {
  readonly path: string;
  readonly query: URLSearchParams;
  /** The version in the path, or the newest. */
  readonly api: number;
}

const PROXY_REFUSAL =
  '<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>\n';

export function answer(engine: FakeEngine, { method, target, accept }: FakeRequest, reply: HttpReply): void {
  const url = new URL(target, 'http://engine');
  const { version, path = '' } = /^(?:\/v1\.(?<version>\d+))?(?<path>\/.*)$/.exec(url.pathname)?.groups ?? {};
  const { newestApi, oldestApi } = engine.profile;
  const api = version === undefined ? newestApi : Number(version);
  if (method !== 'GET' || isForbidden(engine, path)) reply.whole(403, PROXY_REFUSAL, ['Content-Type: text/html']);
  else if (api > newestApi)
    refuse(engine, reply, {
      status: 400,
      message: `client version 1.${api} is too new. Maximum supported API version is 1.${newestApi}`,
    });
  else if (api < oldestApi)
    refuse(engine, reply, {
      status: 400,
      message: `client version 1.${api} is too old. Minimum supported API version is 1.${oldestApi}, please upgrade your client to a newer version`,
    });
  else route(engine, { path, query: url.searchParams, api, accept }, reply);
}

function isForbidden(engine: FakeEngine, path: string): boolean {
  const first = path.split('/')[1] ?? '';
  const endpoint = first === '_ping' ? 'ping' : first;
  return (['ping', 'version', 'info', 'events', 'containers'] as const).some(
    (known) => known === endpoint && engine.isForbidden(known),
  );
}

function route(engine: FakeEngine, asked: Asked, reply: HttpReply): void {
  const { path, query } = asked;
  const { which, what } = /^\/containers\/(?<which>[^/]+)\/(?<what>json|logs)$/.exec(path)?.groups ?? {};
  if (path === '/_ping') reply.whole(200, 'OK', [...headers(engine), 'Content-Type: text/plain; charset=utf-8']);
  else if (path === '/version') json(engine, reply, versionAnswer(engine.profile));
  else if (path === '/info') json(engine, reply, infoAnswer(engine.profile, engine.time));
  else if (path === '/events') answerEvents(engine, query, reply);
  else if (path === '/containers/json') json(engine, reply, listOf(engine, query));
  else if (which === undefined) refuse(engine, reply, { status: 404, message: 'page not found' });
  else answerContainer(engine, asked, { reply, which: decodeURIComponent(which), wantsLog: what === 'logs' });
}

interface ContainerRequest {
  readonly reply: HttpReply;
  readonly which: string;
  readonly wantsLog: boolean;
}

function answerContainer(engine: FakeEngine, asked: Asked, { reply, which, wantsLog }: ContainerRequest): void {
  const container = engine.find(which);
  if (container === undefined) refuse(engine, reply, { status: 404, message: `No such container: ${which}` });
  else if (wantsLog) answerLogs(engine, asked, { reply, container });
  else json(engine, reply, inspected(container));
}

function answerLogs(
  engine: FakeEngine,
  { query, api, accept }: Asked,
  { reply, container }: { reply: HttpReply; container: FakeContainer },
): void {
  const parsed = parseLogQuery(query, engine.profile);
  const refusal = 'status' in parsed ? parsed : logRefusal(container);
  if (engine.logsRefusedWith !== undefined) {
    // Not the engine's own words: a web server between says so.
    reply.whole(engine.logsRefusedWith, 'page not found\n', ['Content-Type: text/plain']);
    return;
  }
  if ('status' in parsed || refusal !== undefined) {
    refuse(engine, reply, refusal ?? { status: 500, message: '' });
    return;
  }
  const takesJson = api >= JSON_LINES_API && (parsed.json || accept.includes('json'));
  const asked = { ...parsed, json: takesJson || engine.insistsOnJsonLines };
  const { profile, garbled } = engine;
  const form = { query: asked, profile, tty: container.spec.tty ?? false, garbled };
  const type = logContentType(form, api);
  engine.openStream(reply);
  reply.begin([...headers(engine), ...(type === undefined ? [] : [`Content-Type: ${type}`])]);
  answerLog(reply, container, form);
}

function logRefusal({ state, spec }: FakeContainer): { status: number; message: string } | undefined {
  if (state === 'dead')
    return { status: 409, message: 'can not get logs from container which is dead or marked for removal' };
  return spec.driver === 'none'
    ? { status: 501, message: 'configured logging driver does not support reading' }
    : undefined;
}

function listOf(engine: FakeEngine, query: URLSearchParams): readonly object[] {
  const all = ['1', 'true'].includes(query.get('all') ?? '');
  return engine.containers.filter(({ state }) => all || state === 'running').map(listed);
}

function answerEvents(engine: FakeEngine, query: URLSearchParams, reply: HttpReply): void {
  const filters: Readonly<Record<string, readonly string[] | undefined>> = JSON.parse(query.get('filters') ?? '{}');
  const admits = ({ action, id }: EngineEvent): boolean =>
    (filters.type?.includes('container') ?? true) &&
    (filters.event?.some((wanted) => action === wanted || action.startsWith(`${wanted}:`)) ?? true) &&
    (filters.container?.includes(id) ?? true);
  const wanted: EventQuery = { since: moment(query.get('since')), until: moment(query.get('until')), admits };
  engine.openStream(reply);
  reply.begin([...headers(engine), 'Content-Type: application/json']);
  engine.events.listen(reply, wanted);
}

function moment(text: string | null): Stamp | undefined {
  const [seconds = '', fraction = ''] = (text ?? '').split('.');
  return seconds === '' ? undefined : { seconds: Number(seconds), nanos: Number(fraction.padEnd(9, '0')) };
}

function json(engine: FakeEngine, reply: HttpReply, body: unknown): void {
  reply.whole(200, `${JSON.stringify(body)}\n`, [...headers(engine), 'Content-Type: application/json']);
}

function refuse(engine: FakeEngine, reply: HttpReply, { status, message }: { status: number; message: string }): void {
  reply.whole(status, `${JSON.stringify({ message })}\n`, [...headers(engine), 'Content-Type: application/json']);
}

function headers({ profile, time }: FakeEngine): readonly string[] {
  const { kind, version, newestApi } = profile;
  const common = [`Api-Version: 1.${newestApi}`, `Date: ${new Date(time.now.seconds * 1000).toUTCString()}`];
  return kind === 'podman'
    ? [...common, `Libpod-Api-Version: ${version}`, `Server: Libpod/${version} (linux)`]
    : [...common, `Server: Docker/${version} (linux)`, 'Ostype: linux'];
}
