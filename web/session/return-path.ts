const SOME_ORIGIN = 'http://tocsin.invalid';

/** Where to go after the login. What stands in the address may come from anybody, so only a path of this very site counts; else the overview. */
export function returnPath(wanted: string | undefined): string {
  if (!wanted?.startsWith('/') || !URL.canParse(wanted, SOME_ORIGIN)) return '/';
  const { origin, pathname, search } = new URL(wanted, SOME_ORIGIN);
  const loops = pathname === '/login' || pathname === '/setup';
  return origin !== SOME_ORIGIN || pathname.startsWith('//') || loops ? '/' : pathname + search;
}
