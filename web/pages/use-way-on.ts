import { useLayoutEffect, useRef } from 'preact/hooks';
import { useServices } from '../services.ts';

/**
 * Says what was done, and goes on from the page that asked for it. Whoever has gone elsewhere while the server took its time stays there, with what is typed
 * there.
 */
export function useWayOn(): (said: string, goOn: () => void) => void {
  const { notices } = useServices();
  const isHere = useRef(true);
  useLayoutEffect(
    () => () => {
      isHere.current = false;
    },
    [],
  );
  return (said, goOn) => {
    if (!isHere.current) return notices.say(said);
    notices.sayOnNextPage(said);
    goOn();
  };
}
