// What browsers may tell of the UI: of which page, and which figures. Both are closed sets, because they become labels of metrics.

/** The pages of the UI by the pattern of their path; whatever else somebody looks at is `other`. */
export const UI_PAGES = [
  '/',
  '/events',
  '/events/{id}',
  '/logs',
  '/workloads',
  '/workloads/{id}',
  '/rules',
  '/rules/{id}',
  '/explain',
  '/triggers',
  '/triggers/{id}',
  '/deliveries',
  '/first-steps',
  '/users',
  '/tokens',
  '/audit',
  '/system',
  '/account',
  '/login',
  '/setup',
  'other',
] as const;
export type UiPage = (typeof UI_PAGES)[number];

/** Core Web Vitals and their kin, by their usual names: https://web.dev/articles/vitals. CLS is a score, the others are times. */
export const VITALS = ['LCP', 'INP', 'CLS', 'FCP', 'TTFB'] as const;
export type Vital = (typeof VITALS)[number];

/** What of the UI failed: a page that was being drawn, a handler, or a promise that nobody waited for. */
export const UI_FAULTS = ['page', 'handler', 'promise'] as const;
export type UiFaultKind = (typeof UI_FAULTS)[number];
