const TOKEN = /(?:^|[#&])token=([A-Za-z0-9_-]+)/;

interface Address {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
}

/** Takes the setup token out of the address bar, so that it stays in no history, bookmark or picture of the screen. */
export function takeSetupToken({ location, history }: Address): string | undefined {
  const token = TOKEN.exec(location.hash)?.[1];
  if (token !== undefined) history.replaceState(null, '', location.pathname + location.search);
  return token;
}

/** The token in what a person pasted: the whole link, its end, or the token alone. */
export function pastedSetupToken(text: string): string {
  return TOKEN.exec(text)?.[1] ?? text.trim();
}
