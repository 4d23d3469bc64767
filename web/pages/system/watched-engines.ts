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
