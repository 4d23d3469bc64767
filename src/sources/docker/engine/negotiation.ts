// The first words with an engine: what it is, which version both speak, what time it has, and what it refuses.
import type { Stamp } from '../../../core/lines/stamp.ts';
import { OLDEST, parseVersion, versionDemanded, versionFor, versionText } from './api-version.ts';
import type { EngineTraits } from './engine-client.ts';
import { type AskedBetween, parseEngineTime } from './engine-clock.ts';
import { type EngineFault, fault } from './faults/engine-fault.ts';
import { allowance, refusalFault } from './faults/refusal.ts';
import type { Asked, WholeAnswer } from './whole-answer.ts';

export interface Negotiated {
  readonly ok: true;
  readonly traits: EngineTraits;
  /** What stands before every path: `/v1.41`, or nothing. */
  readonly prefix: string;
  /** The engine's time as it told it with all digits. */
  readonly time: { readonly stamp: Stamp; readonly between: AskedBetween } | undefined;
}

/** An engine names at most a newest and an oldest version. */
const MOST_TRIES = 3;
const LONGEST_REFUSAL = 16 * 1024;
const CLOCK_BY_SECONDS = 'The engine’s clock is known to the second only.';

type Refused = { readonly ok: false; readonly fault: EngineFault };

export interface NegotiationTask {
  /** As people write it. */
  readonly place: string;
  ask(path: string): Promise<Asked>;
}

/** What `/_ping` or, where that is refused, `/version` told. */
interface Introduction {
  readonly kind: EngineTraits['kind'];
  /** The newest version that it speaks; undefined when nobody may ask. */
  readonly newest: number | undefined;
  readonly version: string | undefined;
  readonly notes: readonly string[];
}

export async function negotiate(task: NegotiationTask): Promise<Negotiated | Refused> {
  const introduced = await introduce(task);
  if ('ok' in introduced) return introduced;
  const { newest } = introduced;
  if (newest === undefined) return settle(task, introduced, undefined);
  if (newest < OLDEST) return tooOld(task.place, newest);
  return settle(task, introduced, versionFor(newest));
}

async function introduce(task: NegotiationTask): Promise<Introduction | Refused> {
  const ping = await task.ask('/_ping');
  if (!ping.ok) return ping;
  if (ping.status === 200 && 'api-version' in ping.headers) return fromHeaders(ping);
  if (![200, 403, 404, 405, 501].includes(ping.status)) return refused(task, '/_ping', ping);
  const notes = ping.status === 200 ? [] : [note('/_ping', 'The engine’s version is asked for in another way.')];
  const version = await task.ask('/version');
  if (!version.ok) return version;
  const told = version.status === 200 ? fromVersion(version, notes) : undefined;
  if (told !== undefined) return told;
  // A proxy that forbids both may still let through what matters, without a version before it.
  if (version.status === 403)
    return {
      ...fromHeaders(version),
      newest: undefined,
      notes: [...notes, note('/version', 'No version is agreed on.')],
    };
  return { ok: false, fault: notAnEngine(task.place) };
}

function fromHeaders({ headers }: WholeAnswer): Introduction {
  const server = headers.server ?? '';
  const podman = 'libpod-api-version' in headers || server.startsWith('Libpod/');
  return {
    kind: podman ? 'podman' : 'docker',
    newest: parseVersion(headers['api-version']),
    version: /^(?:Docker|Libpod)\/(?<version>[\w.+-]{1,50})/.exec(server)?.groups?.version,
    notes: [],
  };
}

function fromVersion(answer: WholeAnswer, notes: readonly string[]): Introduction | undefined {
  const told = recordOf(answer);
  const newest = parseVersion(told.ApiVersion);
  if (newest === undefined) return undefined;
  const byHeaders = fromHeaders(answer);
  const components: readonly unknown[] = Array.isArray(told.Components) ? told.Components : [];
  const podman = byHeaders.kind === 'podman' || components.some((one) => objectOf(one).Name === 'Podman Engine');
  return { kind: podman ? 'podman' : 'docker', newest, version: textOf(told.Version) ?? byHeaders.version, notes };
}

/** Asks with the version, so that the engine may object to it and name another. */
async function settle(
  task: NegotiationTask,
  introduced: Introduction,
  minor: number | undefined,
): Promise<Negotiated | Refused> {
  let speaking = minor;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const prefix = speaking === undefined ? '' : `/v${versionText(speaking)}`;
    const info = await task.ask(`${prefix}/info`);
    const last = info.ok && info.status === 200 ? info : await task.ask(`${prefix}/version`);
    if (!last.ok) return last;
    if (last.status !== 400) return settled({ task, introduced, speaking, info });
    const { words, message } = refusalFault(refusalOf(task, `${prefix}/version`, last));
    speaking = versionDemanded(message);
    if (speaking === undefined) return { ok: false, fault: fault('version', words) };
    if (speaking < OLDEST) return tooOld(task.place, speaking);
  }
  return {
    ok: false,
    fault: fault('version', `The engine at ${task.place} accepts none of the versions that it names.`),
  };
}

interface Settled {
  readonly task: NegotiationTask;
  readonly introduced: Introduction;
  readonly speaking: number | undefined;
  readonly info: Asked;
}

function settled({ task, introduced, speaking, info }: Settled): Negotiated {
  const told = info.ok && info.status === 200 ? recordOf(info) : {};
  const stamp = parseEngineTime(told.SystemTime);
  return {
    ok: true,
    traits: {
      kind: introduced.kind,
      apiVersion: speaking === undefined ? undefined : versionText(speaking),
      version: introduced.version ?? textOf(told.ServerVersion),
      notes: [...introduced.notes, ...infoNotes(task, info)],
    },
    prefix: speaking === undefined ? '' : `/v${versionText(speaking)}`,
    time: info.ok && stamp !== undefined ? { stamp, between: info.between } : undefined,
  };
}

function infoNotes(task: NegotiationTask, info: Asked): readonly string[] {
  if (!info.ok) return [`${info.fault.words} ${CLOCK_BY_SECONDS}`];
  if (info.status === 200) return [];
  if (info.status === 403) return [note('/info', CLOCK_BY_SECONDS)];
  return [`${refusalFault(refusalOf(task, '/info', info)).words} ${CLOCK_BY_SECONDS}`];
}

const note = (path: string, cost: string): string => `GET ${path} is forbidden. ${cost} ${allowance(path)}`;

const refusalOf = (task: NegotiationTask, path: string, { status, body }: WholeAnswer) => ({
  place: task.place,
  path,
  status,
  body: body.toString('utf8', 0, LONGEST_REFUSAL),
});

const refused = (task: NegotiationTask, path: string, answer: WholeAnswer): Refused => ({
  ok: false,
  fault: refusalFault(refusalOf(task, path, answer)),
});

const tooOld = (place: string, newest: number): Refused => ({
  ok: false,
  fault: fault(
    'version',
    `The engine at ${place} speaks version ${versionText(newest)} of the API; ${versionText(OLDEST)} is the oldest that serves. Renew the engine.`,
  ),
});

const notAnEngine = (place: string): EngineFault =>
  fault(
    'not_an_engine',
    `A web server answers at ${place}, and it is no Docker engine. See that address, port and path in TOCSIN_DOCKER_HOST are the engine’s.`,
  );

/** The JSON object of an answer; an empty one when it is none. */
function recordOf({ body }: WholeAnswer): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(body.toString()));
  } catch {
    return {};
  }
}

/** Any object may be looked at by names; what is found is checked where it is used. */
const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 100) : undefined;
