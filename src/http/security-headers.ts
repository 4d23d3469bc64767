// What every reply carries, so that a browser runs and shows nothing that is not ours.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** Browsers heed it only where they trust the way, and complain of it elsewhere, as in a home network without TLS. */
const WHERE_TRUSTED = { ...HEADERS, 'cross-origin-opener-policy': 'same-origin' };

const OVER_TLS = { ...WHERE_TRUSTED, 'strict-transport-security': 'max-age=31536000' };

/** `isTrusted`: the browser trusts the way to this server. By the `Sec-Fetch-…` headers it says so, which it sends nowhere else; what it knows of TLS may end at a proxy before us. */
export function securityHeaders(way: {
  readonly isSecure: boolean;
  readonly isTrusted: boolean;
}): Readonly<Record<string, string>> {
  if (way.isSecure) return OVER_TLS;
  return way.isTrusted ? WHERE_TRUSTED : HEADERS;
}
