// What lives as long as the page, and how every part of it gets hold of that.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Api } from './api/tocsin-api.ts';
import type { FaultReporter } from './faults/fault-reporter.ts';
import type { Notices } from './notices.ts';
import type { Preferences } from './preferences/preferences.ts';
import type { SessionKeeper } from './session/session.ts';
import type { PageTrail } from './telemetry/page-trail.ts';

/** What main.tsx made once and every page may use. */
export interface Services {
  /** What stands before every path of the API and of the pages; empty but in a demo beside a real server. */
  readonly base: string;
  readonly api: Api;
  readonly session: SessionKeeper;
  readonly preferences: Preferences;
  readonly notices: Notices;
  readonly faults: FaultReporter;
  readonly trail: PageTrail;
  /** The token of the setup link by which this page was opened. */
  readonly setupToken: string | undefined;
}

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('A page stands outside of the app.');
  return services;
}
