// Every screen: its path, its name, its key, and what is loaded for it.
import type { ComponentType } from 'preact';
import { AccountPage } from '../pages/account/account-page.tsx';
import { OverviewPage } from '../pages/overview/overview-page.tsx';
import { lazyPage } from './lazy/lazy-page.tsx';

export interface Destination {
  readonly path: string;
  readonly label: string;
  /** With `g` before it, this key goes there. */
  readonly key: string;
  readonly group: 'watch' | 'manage' | 'own';
  readonly page: ComponentType;
  /** A page of one of its things, by the rest of its path. */
  readonly below?: { readonly path: string; readonly page: ComponentType };
}

const EventsPage = lazyPage(async () => (await import('../pages/events/events-page.tsx')).EventsPage);
const EventPage = lazyPage(async () => (await import('../pages/events/one/event-page.tsx')).EventPage);
const WorkloadsPage = lazyPage(async () => (await import('../pages/workloads/workloads-page.tsx')).WorkloadsPage);
const WorkloadPage = lazyPage(async () => (await import('../pages/workloads/one/workload-page.tsx')).WorkloadPage);
const TriggersPage = lazyPage(async () => (await import('../pages/triggers/triggers-page.tsx')).TriggersPage);
const TriggerPage = lazyPage(async () => (await import('../pages/triggers/edit/trigger-page.tsx')).TriggerPage);
const DeliveriesPage = lazyPage(async () => (await import('../pages/deliveries/deliveries-page.tsx')).DeliveriesPage);
const ExplainPage = lazyPage(async () => (await import('../pages/explain/explain-page.tsx')).ExplainPage);
const LogsPage = lazyPage(async () => (await import('../pages/logs/logs-page.tsx')).LogsPage);
const UsersPage = lazyPage(async () => (await import('../pages/users/users-page.tsx')).UsersPage);
const TokensPage = lazyPage(async () => (await import('../pages/tokens/tokens-page.tsx')).TokensPage);
const AuditPage = lazyPage(async () => (await import('../pages/audit-page.tsx')).AuditPage);
const SystemPage = lazyPage(async () => (await import('../pages/system/system-page.tsx')).SystemPage);
/** Stands in no table: it is a page that a newcomer is led to by the overview, and nobody goes to by a key. */
export const FirstStepsPage = lazyPage(
  async () => (await import('../pages/first-steps/first-steps-page.tsx')).FirstStepsPage,
);
const RulesPage = lazyPage(async () => (await import('../pages/rules/rules-page.tsx')).RulesPage);
const RulePage = lazyPage(async () => (await import('../pages/rules/edit/rule-page.tsx')).RulePage);

/** Every place of the navigation. It, the keyboard, the help and their routes are made from this table, so a new place is one line here; what stands beside it is only the way of a newcomer. */
export const DESTINATIONS: readonly Destination[] = [
  { path: '/', label: 'Overview', key: 'o', group: 'watch', page: OverviewPage },
  {
    path: '/events',
    label: 'Events',
    key: 'e',
    group: 'watch',
    page: EventsPage,
    below: { path: '/events/:id', page: EventPage },
  },
  { path: '/logs', label: 'Logs', key: 'l', group: 'watch', page: LogsPage },
  {
    path: '/workloads',
    label: 'Workloads',
    key: 'w',
    group: 'watch',
    page: WorkloadsPage,
    below: { path: '/workloads/:id', page: WorkloadPage },
  },
  {
    path: '/rules',
    label: 'Rules',
    key: 'r',
    group: 'watch',
    page: RulesPage,
    below: { path: '/rules/:id', page: RulePage },
  },
  { path: '/explain', label: 'Explain', key: 'x', group: 'watch', page: ExplainPage },
  {
    path: '/triggers',
    label: 'Triggers',
    key: 't',
    group: 'watch',
    page: TriggersPage,
    below: { path: '/triggers/:id', page: TriggerPage },
  },
  { path: '/deliveries', label: 'Deliveries', key: 'd', group: 'watch', page: DeliveriesPage },
  { path: '/users', label: 'Users', key: 'u', group: 'manage', page: UsersPage },
  { path: '/tokens', label: 'Tokens', key: 'k', group: 'manage', page: TokensPage },
  { path: '/audit', label: 'Audit', key: 'a', group: 'manage', page: AuditPage },
  { path: '/system', label: 'System', key: 's', group: 'manage', page: SystemPage },
  { path: '/account', label: 'Account', key: 'm', group: 'own', page: AccountPage },
];

export const GROUPS: readonly { readonly id: Destination['group']; readonly label: string }[] = [
  { id: 'watch', label: 'Watch' },
  { id: 'manage', label: 'Manage' },
  { id: 'own', label: 'You' },
];
