import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { LocationProvider, useLocation } from 'preact-iso/router';

export interface HeldPlaceProps {
  readonly isLocked: boolean;
  readonly children: ComponentChildren;
}

/**
 * Keeps the pages where they are while they wait behind the login: whoever goes back in the history meanwhile finds what they typed all the same, under its own address.
 * A page that leads on by itself meanwhile, as one that has just been saved, does.
 */
export function HeldPlace({ isLocked, children }: HeldPlaceProps) {
  const place = useLocation();
  const held = useRef(place);
  /** Where a page leads that waits. */
  const led = useRef<string>(undefined);
  const waits = useRef(isLocked);
  waits.current = isLocked || (waits.current && place.url !== held.current.url);
  if (!waits.current || place.url === led.current) held.current = place;
  if (!waits.current) led.current = undefined;
  useLayoutEffect(() => {
    if (!isLocked && waits.current) place.route(held.current.url);
  }, [isLocked]);
  const shown = useMemo(() => {
    const { route, ...rest } = held.current;
    const lead = (url: string, replace?: boolean): void => {
      led.current = url;
      route(url, replace);
    };
    return { ...rest, route: lead };
  }, [held.current]);
  return <LocationProvider.ctx.Provider value={shown}>{children}</LocationProvider.ctx.Provider>;
}
