import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Route, Router, useLocation } from 'preact-iso/router';
import { LoginPage } from '../pages/doorway/login-page.tsx';
import { SetupPage } from '../pages/doorway/setup-page.tsx';
import { UnreachablePage } from '../pages/doorway/unreachable-page.tsx';
import { NotFoundPage } from '../pages/not-found-page.tsx';
import { Waiting } from '../parts/page.tsx';
import { useServices } from '../services.ts';
import { redirectFor } from '../session/gate.ts';
import { pagePattern } from '../telemetry/page-pattern.ts';
import { DESTINATIONS, FirstStepsPage } from './destinations.ts';
import { Shell } from './shell.tsx';

/** Decides between the doors (setup, login) and the house, and moves the focus along. */
export function App() {
  const { session, trail } = useServices();
  const place = useLocation();
  const state = session.state.value;
  const redirect = redirectFor(state, place);
  useLayoutEffect(() => {
    if (redirect !== undefined) place.route(redirect, true);
  }, [redirect]);
  // Before the page asks for anything, so that its calls are its own.
  if (redirect === undefined) trail.arrived(pagePattern(place.path), performance.now());
  const arrive = useFocusOnArrival(redirect === undefined ? `${state.kind} ${place.path}` : undefined);

  const [isBare, setBare] = useState(false);

  if (redirect !== undefined) return null;
  if (state.kind === 'unknown')
    return (
      <main>
        <Waiting />
      </main>
    );
  if (state.kind === 'unreachable') return <UnreachablePage message={state.message} />;
  if (state.kind === 'setup') return <SetupPage />;
  if (state.kind === 'nobody') return <LoginPage ended={state.ended} />;
  return (
    <Shell user={state.user} isDemo={state.isDemo === true}>
      {isBare && <Waiting />}
      <Router
        onLoadStart={() => setBare(isNothingThere())}
        onLoadEnd={() => {
          setBare(false);
          arrive();
        }}
      >
        {DESTINATIONS.flatMap(({ below, ...destination }) => (below ? [destination, below] : [destination])).map(
          ({ path, page }) => (
            <Route key={path} path={path} component={page} />
          ),
        )}
        <Route path="/first-steps" component={FirstStepsPage} />
        <Route default component={NotFoundPage} />
      </Router>
    </Shell>
  );
}

/** While a page is loaded, the one before it stays; the first has none before it. */
const isNothingThere = (): boolean => document.querySelector('main h1') === null;

/**
 * After each way to another page the focus is on its heading, so that a screen reader reads it and Tab goes on from there; a page that takes the focus itself keeps it.
 * Gives what to call when a page is there that had to be loaded first.
 */
function useFocusOnArrival(arrival: string | undefined): () => void {
  const isFirst = useRef(true);
  const arrive = (): void => {
    const main = document.querySelector('main');
    const heading = main?.querySelector('h1');
    if (!isFirst.current && (!main?.contains(document.activeElement) || document.activeElement === main))
      heading?.focus();
    if (heading) isFirst.current = false;
  };
  useEffect(() => {
    if (arrival !== undefined && !arrival.startsWith('unknown')) arrive();
  }, [arrival]);
  return arrive;
}
