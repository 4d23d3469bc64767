// Whether everything that should be watched is being watched. Blindness is never green.
import type { WatchingVerdict } from '../../core/lines/watching-verdict.ts';
import type { EngineStatus } from '../../sources/docker/watch/engine-status.ts';
import type { CoverageFigures } from '../../tail/coverage/coverage.ts';

/** An engine may be away for so long: a restart of it is no blindness. */
const GRACE_MS = 60_000;

export interface EngineSeen {
  readonly name: string;
  /** Somebody asked for it. */
  readonly isExplicit: boolean;
  /** This instance watches it. */
  readonly isOurs: boolean;
  /** For how long nobody has watched it or tried to, this instance or another; undefined while somebody does. */
  readonly unwatchedMs: number | undefined;
  /** What the instance that watches it says, where that is another one and has said anything. */
  readonly told: WatchingVerdict | undefined;
  /** The name under which the same engine is watched already. */
  readonly twinOf: string | undefined;
  readonly status: EngineStatus;
}

/** What a person should do about an engine with two names. */
export const twinWords = (name: string, twinOf: string): string =>
  `The engine ${name} is the one that is watched as ${twinOf} already: take one of the two names out of TOCSIN_DOCKER_HOST.`;

const tooManyWords = (name: string, beyond: number): string =>
  `The engine ${name} has ${beyond} containers more than can be looked at: remove those that have ended.`;

export function judgeWatching(
  engines: readonly EngineSeen[],
  figures: Pick<CoverageFigures, 'active' | 'stuck' | 'states'>,
): WatchingVerdict {
  const troubles = [...engines.flatMap(findingsOf), ...findingsOfTails(figures)];
  const findings = [...troubles];
  if (engines.length === 0)
    findings.push({ status: 'degraded', reason: 'Nothing is watched: no engine is configured.' });
  else if (findings.length === 0 && engines.every(({ isOurs, status }) => isOurs && status.watched === 0))
    findings.push({ status: 'degraded', reason: 'Nothing is watched: there is no container.' });
  const failing = findings.some(({ status }) => status === 'failing');
  return {
    status: failing ? 'failing' : findings.length > 0 ? 'degraded' : 'ok',
    reasons: findings.map(({ reason }) => reason),
    isTroubled: troubles.some(({ isNothing }) => !isNothing),
  };
}

interface Finding {
  readonly status: 'degraded' | 'failing';
  readonly reason: string;
  readonly isNothing?: true;
}

function findingsOf(engine: EngineSeen): Finding[] {
  const { name, isOurs, unwatchedMs } = engine;
  if (unwatchedMs !== undefined) return [blindness(unwatchedMs, `Nobody watches the engine ${name}.`)];
  return isOurs ? [findingOf(engine)].filter((one) => one !== undefined) : findingsToldOf(engine);
}

/** Of an engine that another instance watches. */
function findingsToldOf({ name, told }: EngineSeen): Finding[] {
  if (told === undefined || told.status === 'ok') return [];
  const { status, reasons, isTroubled } = told;
  const reason = `The instance that watches the engine ${name} says: ${reasons.join(' ')}`;
  return [isTroubled ? { status, reason } : { status, reason, isNothing: true }];
}

function findingOf({ name, isExplicit, twinOf, status }: EngineSeen): Finding | undefined {
  const { outOfReachMs, everConnected, lastFault, beyond } = status;
  if (outOfReachMs === undefined) {
    if (twinOf !== undefined) return { status: 'degraded', reason: twinWords(name, twinOf) };
    return beyond === 0 ? undefined : { status: 'degraded', reason: tooManyWords(name, beyond) };
  }
  const words = lastFault?.fault.words ?? 'It was not asked yet.';
  if (!isExplicit && !everConnected)
    return { status: 'degraded', reason: `Nothing is watched: no engine was found. ${words}`, isNothing: true };
  return blindness(outOfReachMs, `The engine ${name} is out of reach. ${words}`);
}

const blindness = (forMs: number, reason: string): Finding => ({
  status: forMs >= GRACE_MS ? 'failing' : 'degraded',
  reason,
});

function findingsOfTails({ active, stuck, states }: Pick<CoverageFigures, 'active' | 'stuck' | 'states'>): Finding[] {
  const findings: Finding[] = [];
  if (stuck > 0)
    findings.push({
      status: 2 * stuck > active ? 'failing' : 'degraded',
      reason: `${count(stuck, 'container is', 'containers are')} stuck: newer lines are known and do not come.`,
    });
  if (states.unreadable > 0)
    findings.push({
      status: 'degraded',
      reason: `Nobody can read ${count(states.unreadable, 'container', 'containers')}: /api/containers?state=unreadable says why.`,
    });
  if (states.degraded > 0)
    findings.push({
      status: 'degraded',
      reason: `The engine gives no lines of ${count(states.degraded, 'container', 'containers')}: /api/containers?state=degraded says why.`,
    });
  if (states.failed > 0)
    findings.push({
      status: 'degraded',
      reason: `The reading of ${count(states.failed, 'container', 'containers')} has failed and is tried again.`,
    });
  if (states.over_limit > 0)
    findings.push({
      status: 'degraded',
      reason: `${count(states.over_limit, 'container waits', 'containers wait')} to be watched: as many are as can be.`,
    });
  return findings;
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
