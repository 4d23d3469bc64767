import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { LoginPage } from '../pages/doorway/login-page.tsx';
import { SetupPage } from '../pages/doorway/setup-page.tsx';
import { UnreachablePage } from '../pages/doorway/unreachable-page.tsx';
import { Waiting } from '../parts/page.tsx';
import { useServices } from '../services.ts';
import { redirectFor } from '../session/gate.ts';
import { pagePattern } from '../telemetry/page-pattern.ts';
import { House } from './house.tsx';

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
  if (redirect === undefined)
    trail.arrived(pagePattern(state.kind === 'ended' ? '/login' : place.path), performance.now());
  const arrive = useFocusOnArrival(redirect === undefined ? `${state.kind} ${place.path}` : undefined);

  if (redirect !== undefined) return null;
  if (state.kind === 'unknown')
    return (
      <main>
        <Waiting />
      </main>
    );
  if (state.kind === 'unreachable') return <UnreachablePage message={state.message} />;
  if (state.kind === 'setup') return <SetupPage />;
  if (state.kind === 'nobody') return <LoginPage />;
  // Whoever was in the house finds it as it was; for anybody else it is another one.
  return (
    <>
      {state.kind === 'ended' && <LoginPage hasEnded />}
      <House key={state.user.id} onArrival={arrive} />
    </>
  );
}

/**
 * After each way to another page the focus is on its heading, so that a screen reader reads it and Tab goes on from there; a page that takes the focus itself keeps it.
 * Gives what to call when a page is there that had to be loaded first.
 */
function useFocusOnArrival(arrival: string | undefined): () => void {
  const ways = useRef(0);
  const arrive = (): void => {
    // Where the browser itself came to, reading begins at the top, however often a part of it is loaded.
    if (ways.current < 2) return;
    const main = document.querySelector('main');
    const heading = main?.querySelector('h1');
    if (!main?.contains(document.activeElement) || document.activeElement === main) heading?.focus();
  };
  useEffect(() => {
    if (arrival === undefined || arrival.startsWith('unknown')) return;
    ways.current += 1;
    arrive();
  }, [arrival]);
  return arrive;
}
