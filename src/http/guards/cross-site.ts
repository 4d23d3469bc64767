// Keeps other sites from acting through the browser of somebody who is logged in.
import { TocsinError } from '../../core/errors.ts';

export interface BrowserRequest {
  readonly method: string;
  readonly secFetchSite: string | undefined;
  readonly origin: string | undefined;
  /** How the browser reaches us, as far as we can tell: from the request itself, and from the configuration. */
  readonly ownOrigins: readonly string[];
}

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site makes a logged-in browser send. Every current browser names the relation in Sec-Fetch-Site; older ones send
 * Origin. Programs send neither and carry no cookie by accident, so they pass.
 */
export function refuseCrossSite(request: BrowserRequest): void {
  if (HARMLESS.has(request.method)) return;
  const { secFetchSite, origin, ownOrigins } = request;
  const fine =
    secFetchSite !== undefined
      ? secFetchSite === 'same-origin' || secFetchSite === 'none'
      : origin === undefined || ownOrigins.includes(origin.toLowerCase());
  if (fine) return;
  throw new TocsinError(
    'cross_site_request',
    'This request came from another site. If a proxy stands in front of Tocsin, set TOCSIN_PUBLIC_URL to the address in the browser.',
  );
}
