// Whom these pages ask: the server itself or, below a path, the demo that it shows beside its own. Nothing of one may end up in the other, so the path alone decides.

export const DEMO_BASE = '/demo';

/** What stands before every path of these pages, and of the API that they ask; empty but in a demo beside a real server. */
export const baseOf = (pathname: string): '' | typeof DEMO_BASE =>
  pathname === DEMO_BASE || pathname.startsWith(`${DEMO_BASE}/`) ? DEMO_BASE : '';

/** The path as the pages know it. */
export const withoutBase = (path: string, base: string): string => {
  if (base === '' || !(path === base || path.startsWith(`${base}/`) || path.startsWith(`${base}?`))) return path;
  const rest = path.slice(base.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
};
