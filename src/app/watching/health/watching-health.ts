// Whether everything that should be watched is being watched. Blindness is never green.
import type { WatchingVerdict } from '../../../core/lines/watching-verdict.ts';
import type { EngineStatus } from '../../../sources/docker/watch/engine-status.ts';
import { type FilesSeen, findingsOfFiles } from './files-health.ts';
import { blindness, type Finding, findingsOfTails, findingsToldOf, type TailFindings, verdictOf } from './findings.ts';

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

/** @param figures of the containers of all engines */
export function judgeWatching(
  engines: readonly EngineSeen[],
  figures: TailFindings,
  files: FilesSeen | undefined = undefined,
): WatchingVerdict {
  const hasFiles = files !== undefined && (!files.isOurs || files.status.files > 0);
  const ofEngines = engines.flatMap(findingsOf).filter(({ isNothing }) => !(isNothing && hasFiles));
  const findings = [...ofEngines, ...findingsOfTails(figures, ['container', 'containers'])];
  if (files) findings.push(...findingsOfFiles(files));
  if (engines.length === 0 && files === undefined)
    findings.push(nothing('Nothing is watched: no engine is configured.'));
  else if (findings.length === 0 && !hasFiles && engines.every(({ isOurs, status }) => isOurs && status.watched === 0))
    findings.push(nothing('Nothing is watched: there is no container.'));
  return verdictOf(findings);
}

const nothing = (reason: string): Finding => ({ status: 'degraded', reason, isNothing: true });

function findingsOf(engine: EngineSeen): Finding[] {
  const { name, isOurs, unwatchedMs } = engine;
  if (unwatchedMs !== undefined) return [blindness(unwatchedMs, `Nobody watches the engine ${name}.`)];
  return isOurs
    ? [findingOf(engine)].filter((one) => one !== undefined)
    : findingsToldOf(`the engine ${name}`, engine.told);
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
