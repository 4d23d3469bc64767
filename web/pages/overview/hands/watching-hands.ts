// What is not watched as it should be: engines, containers and files.
import type { SystemReport, WatchingReport } from '../../../api/shapes.ts';
import { showCount } from '../../../format/count.ts';
import { watchedNoun } from '../../../format/watched-noun.ts';
import { type Engine, engineWords, isOnlyWished } from '../../system/watched-engines.ts';
import { faultyPatterns } from '../../system/watched-files.ts';
import type { Hand } from './hand.ts';

export function engineHands(engines: readonly Engine[]): readonly Hand[] {
  return engines.filter(isUnwatched).map((engine) => ({
    key: `engine ${engine.name}`,
    status: 'failing',
    what: `${engine.name} is not watched`,
    why: engine.last_fault?.words ?? engineWords(engine),
    href: '/system',
  }));
}

const isUnwatched = (engine: Engine): boolean =>
  !isOnlyWished(engine) && (engine.state === 'down' || engine.watched_by === 'nobody');

/** Patterns that lead to no file, or not to all, each of which the system page tells. */
export function fileHands(files: SystemReport['files']): readonly Hand[] {
  const [first, ...others] = files === null ? [] : faultyPatterns(files.patterns);
  if (first === undefined) return [];
  const what = `${showCount(others.length + 1, 'pattern of files has a fault', 'patterns of files have a fault')}`;
  return [{ key: 'files', status: 'degraded', what, why: first.why ?? '', href: '/system' }];
}

/** Where nothing is wrong with anything by itself, and all the same not everything is watched: no engine is there, for instance. */
export function blindHands({ status, reasons }: Pick<WatchingReport, 'status' | 'reasons'>): readonly Hand[] {
  if (status === 'ok') return [];
  return [{ key: 'watching', status, what: 'Not everything is watched', why: reasons[0] ?? '', href: '/system' }];
}

export function containerHands({ coverage, files }: Pick<SystemReport, 'coverage' | 'files'>): readonly Hand[] {
  const { containers_unreadable: unreadable, containers_stuck: stuck } = coverage;
  const noun = watchedNoun(files !== null);
  const hands: Hand[] = [];
  if (unreadable > 0)
    hands.push({
      key: 'unreadable',
      status: 'degraded',
      what: `${showCount(unreadable, noun)} cannot be read`,
      why: 'Each says why.',
      href: '/workloads',
    });
  if (stuck > 0)
    hands.push({
      key: 'stuck',
      status: 'degraded',
      what: `${showCount(stuck, `${noun} is`, `${noun}s are`)} behind`,
      why: 'Newer lines are known, and for two minutes none was read.',
      href: '/workloads',
    });
  return hands;
}
