import type { UiPage } from '../../src/core/ui/ui-pages.ts';

/** A record, so that a page that the server knows and this list does not (or the other way) fails to compile. */
const KNOWN: Readonly<Record<UiPage, true>> = {
  '/': true,
  '/events': true,
  '/events/{id}': true,
  '/logs': true,
  '/workloads': true,
  '/workloads/{id}': true,
  '/rules': true,
  '/rules/{id}': true,
  '/explain': true,
  '/triggers': true,
  '/triggers/{id}': true,
  '/deliveries': true,
  '/first-steps': true,
  '/users': true,
  '/tokens': true,
  '/audit': true,
  '/system': true,
  '/account': true,
  '/login': true,
  '/setup': true,
  other: true,
};

/** Which page a path shows: never the path itself, which may hold an id. */
export function pagePattern(path: string): UiPage {
  const [first = '', second, ...more] = path.split('/').slice(1);
  const pattern = `/${first}${second ? '/{id}' : ''}`;
  return more.length === 0 && isKnown(pattern) ? pattern : 'other';
}

const isKnown = (pattern: string): pattern is UiPage => Object.hasOwn(KNOWN, pattern);
