// Starts the UI: makes the few things that live as long as the page, and hands them to the app.
import { render } from 'preact';
import { LocationProvider } from 'preact-iso/router';
import './style/tocsin.css';
import { createCaller } from './api/caller.ts';
import { createStreamCaller } from './api/stream-caller.ts';
import { createApi } from './api/tocsin-api.ts';
import { FaultReporter } from './faults/fault-reporter.ts';
import { sendFault, watchForFaults } from './faults/watch-for-faults.ts';
import { keepFocus } from './keyboard/keep-focus.ts';
import { takeDoubleClicksAsOne } from './keyboard/one-click.ts';
import { heedServerTime } from './live/server-time.ts';
import { Notices } from './notices.ts';
import { baseOf } from './place/base.ts';
import { leadLinksBelow, PlaceBelow } from './place/place-below.tsx';
import { Preferences } from './preferences/preferences.ts';
import { ServicesContext } from './services.ts';
import { heedOtherTabs } from './session/other-tabs.ts';
import { SessionKeeper } from './session/session.ts';
import { takeSetupToken } from './session/setup-token.ts';
import { App } from './shell/app.tsx';
import { Measurements } from './telemetry/measurements.ts';
import { pagePattern } from './telemetry/page-pattern.ts';
import { PageTrail } from './telemetry/page-trail.ts';

const base = baseOf(location.pathname);
if (base !== '') leadLinksBelow(base);
const trail = new PageTrail();
const measurements = new Measurements(trail);
const calling = {
  fetch: async (path: string, request: RequestInit) => heedServerTime(await window.fetch(base + path, request)),
  onUnauthenticated: (signal?: AbortSignal) => (base === '' ? session.lost(signal) : goHome()),
};
const api = createApi(
  createCaller({ ...calling, onEnded: (call) => measurements.callEnded(call) }),
  createStreamCaller(calling),
);
const session: SessionKeeper = new SessionKeeper(api);
/** What happens in the pages of a demo is told to no real server. */
const mayTell = (): boolean => base === '' && session.state.value.kind === 'somebody';
const preferences = new Preferences({ storage: () => window.localStorage, root: document.documentElement });
const notices = new Notices();
const faults = new FaultReporter({
  send: (report, reference) => mayTell() && sendFault(report, reference),
  page: () => pagePattern(location.pathname),
  random: (bytes) => crypto.getRandomValues(bytes),
});
const setupToken = takeSetupToken(window);
const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app.');

watchForFaults({ target: window, reporter: faults, notices });
keepFocus(document);
takeDoubleClicksAsOne(document);
void session.begin().then(leaveWhereNoDemoIs);
if (base === '') heedOtherTabs(session);
render(
  <ServicesContext.Provider value={{ base, api, session, preferences, notices, setupToken, faults, trail }}>
    <LocationProvider>
      <PlaceBelow base={base}>
        <App />
      </PlaceBelow>
    </LocationProvider>
  </ServicesContext.Provider>,
  root,
);

/** A demo has ended, or its real server lets nobody in without a login: both are found out at home. */
function leaveWhereNoDemoIs(): void {
  if (base !== '' && session.state.value.kind !== 'somebody') void goHome();
}

async function goHome(): Promise<false> {
  location.replace('/');
  return false;
}

// What measures must not be part of what is measured: it is loaded when the page has been drawn.
addEventListener('load', () =>
  setTimeout(async () => {
    const { sendMeasurements } = await import('./telemetry/send-measurements.ts').catch(() => ({
      sendMeasurements: undefined,
    }));
    sendMeasurements?.({ measurements, mayTell });
  }),
);
