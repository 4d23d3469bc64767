// What an older engine needs to be told of on a machine with many containers.
import type { EngineTraits } from '../engine/engine-client.ts';

/** Engines before this version take one inotify instance for each container that is followed; a user has 128 unless the machine is told otherwise. */
const NEEDS_NONE_FROM = 23;
const MANY = 100;

/** Undefined where there is nothing to do. */
export function crowdNote(traits: EngineTraits | undefined, watched: number): string | undefined {
  if (traits?.kind !== 'docker' || watched <= MANY) return undefined;
  // Where no version is known nobody should be sent to change a machine.
  const isOld = Number.parseInt(traits.version ?? '', 10) < NEEDS_NONE_FROM;
  return isOld
    ? `${watched} containers are watched, and an engine older than version ${NEEDS_NONE_FROM} follows only about ${MANY} of them at once: raise fs.inotify.max_user_instances on its machine, to 1024 for instance, or lines of the others come up to 200 ms late.`
    : undefined;
}
