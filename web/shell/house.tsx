import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Route, Router } from 'preact-iso/router';
import { NotFoundPage } from '../pages/not-found-page.tsx';
import { Waiting } from '../parts/page.tsx';
import { useServices } from '../services.ts';
import { DESTINATIONS, FirstStepsPage } from './destinations.ts';
import { HeldPlace } from './held-place.tsx';
import { Shell } from './shell.tsx';

const ROUTES = DESTINATIONS.flatMap(({ below, ...destination }) => (below ? [destination, below] : [destination]));

/**
 * All pages of one person. A session that ends under them takes none of it away, nor what was typed: until the same person has logged in again
 * it is locked, and neither seen nor reached by anybody.
 */
export function House({ onArrival }: { readonly onArrival: () => void }) {
  const { session } = useServices();
  const isLocked = session.state.value.kind === 'ended';
  const [isBare, setBare] = useState(false);
  const heed = useFocusBehindLock(isLocked);
  return (
    <div class="house" inert={isLocked} onFocusIn={heed}>
      <HeldPlace isLocked={isLocked}>
        <Shell isLocked={isLocked}>
          {isBare && <Waiting />}
          <Router
            onLoadStart={() => setBare(isNothingThere())}
            onLoadEnd={() => {
              setBare(false);
              onArrival();
            }}
          >
            {ROUTES.map(({ path, page }) => (
              <Route key={path} path={path} component={page} />
            ))}
            <Route path="/first-steps" component={FirstStepsPage} />
            <Route default component={NotFoundPage} />
          </Router>
        </Shell>
      </HeldPlace>
    </div>
  );
}

/** While a page is loaded, the one before it stays; the first has none before it. */
const isNothingThere = (): boolean => document.querySelector('main h1') === null;

/** Whoever comes back goes on where they typed. */
function useFocusBehindLock(isLocked: boolean): (event: FocusEvent) => void {
  const last = useRef<HTMLElement>(null);
  const goOn = (): void => {
    if (!isLocked) last.current?.focus({ preventScroll: true });
  };
  useLayoutEffect(goOn, [isLocked]);
  // A dialog has opened again only now.
  useEffect(goOn, [isLocked]);
  return ({ target }) => {
    if (target instanceof HTMLElement) last.current = target;
  };
}
