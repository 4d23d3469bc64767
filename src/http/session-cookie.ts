/** The cookie that carries a session. Over TLS its name begins with `__Host-`, so that no sibling domain can plant one. */
export const SESSION_COOKIE = 'tocsin_session';
export const SECURE_SESSION_COOKIE = `__Host-${SESSION_COOKIE}`;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export function readSessionCookie(header: string | undefined, secure: boolean): string | undefined {
  const name = secure ? SECURE_SESSION_COOKIE : SESSION_COOKIE;
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at < 0 || pair.slice(0, at).trim() !== name) continue;
    const value = pair.slice(at + 1).trim();
    if (TOKEN.test(value)) return value;
  }
  return undefined;
}

export function writeSessionCookie(
  cookie: { readonly token: string; readonly maxAgeSeconds: number } | 'clear',
  secure: boolean,
): string {
  const [value, maxAge] = cookie === 'clear' ? ['', 0] : [cookie.token, cookie.maxAgeSeconds];
  const attributes = `Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax`;
  return secure
    ? `${SECURE_SESSION_COOKIE}=${value}; ${attributes}; Secure`
    : `${SESSION_COOKIE}=${value}; ${attributes}`;
}
