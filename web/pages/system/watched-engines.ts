// What the overview says of each engine, in a few words.
import type { Health, SystemReport } from '../../api/shapes.ts';
import { showCount } from '../../format/count.ts';
import { showDuration } from '../../format/duration.ts';

export type Engine = SystemReport['engines'][number];

export function engineWords(engine: Engine): string {
  if (engine.watched_by === 'another_instance') return 'Watched by another server';
  switch (engine.state) {
    case 'not_watched':
      return 'Not watched';
    case 'negotiating':
      return 'Connecting';
    case 'down':
      return engine.out_of_reach_seconds === null
        ? 'Out of reach'
        : `Out of reach for ${showDuration(engine.out_of_reach_seconds)}`;
    case 'live':
    case 'polling':
      return `${containers(engine)}, ${program(engine)}`;
  }
}

/** What another server watches is well as far as this one can tell. */
export function engineStatus({ state, watched_by: watchedBy }: Engine): Health {
  if (watchedBy === 'another_instance') return 'ok';
  if (watchedBy === 'nobody' || state === 'down') return 'failing';
  return state === 'live' || state === 'polling' ? 'ok' : 'degraded';
}

/** The engine that is watched when it is there, and is not. Nobody has asked for it. */
export const isOnlyWished = ({ configured, ever_connected: everConnected, state }: Engine): boolean =>
  !configured && !everConnected && state === 'down';

function containers({ containers_watched: watched, containers_excluded: excluded }: Engine): string {
  const found = showCount(watched, 'container');
  return excluded === 0 ? found : `${found}, ${excluded} left out`;
}

function program({ kind, version }: Engine): string {
  return [kind === 'podman' ? 'Podman' : 'Docker', version ?? ''].join(' ').trim();
}

/** Of many engines how many there are, and how many are not as they should be: `5 engines, 1 out of reach`. */
export function enginesTogether(engines: readonly Engine[]): string {
  const down = engines.filter(isOutOfReach).length;
  const others = engines.filter((engine) => !isOutOfReach(engine));
  const unwatched = others.filter((engine) => engineStatus(engine) === 'failing').length;
  const connecting = others.filter((engine) => engineStatus(engine) === 'degraded').length;
  return [
    showCount(engines.length, 'engine'),
    down > 0 && `${down} out of reach`,
    unwatched > 0 && `${unwatched} not watched`,
    connecting > 0 && `${connecting} not yet watched`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

const isOutOfReach = (engine: Engine): boolean => engine.state === 'down' && engine.watched_by !== 'another_instance';
