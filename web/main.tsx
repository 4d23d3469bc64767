// Starts the UI: makes the few things that live as long as the page, and hands them to the app.
import { render } from 'preact';
import { LocationProvider } from 'preact-iso/router';
import './style/tocsin.css';
import { createCaller } from './api/caller.ts';
import { createApi } from './api/tocsin-api.ts';
import { Notices } from './notices.ts';
import { Preferences } from './preferences/preferences.ts';
import { ServicesContext } from './services.ts';
import { SessionKeeper } from './session/session.ts';
import { takeSetupToken } from './session/setup-token.ts';
import { App } from './shell/app.tsx';

const api = createApi(createCaller({ fetch: window.fetch.bind(window), onUnauthenticated: () => session.lost() }));
const session: SessionKeeper = new SessionKeeper(api);
const preferences = new Preferences({ storage: () => window.localStorage, root: document.documentElement });
const setupToken = takeSetupToken(window);
const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app.');

void session.begin();
render(
  <ServicesContext.Provider value={{ api, session, preferences, notices: new Notices(), setupToken }}>
    <LocationProvider>
      <App />
    </LocationProvider>
  </ServicesContext.Provider>,
  root,
);
