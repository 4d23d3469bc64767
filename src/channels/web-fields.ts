// Fields that many channels have: an address of the web, secret or not, and where it leads.
import { z } from 'zod';
import { type TargetResult, type WebPlace, webTarget } from '../net/egress/target.ts';
import { secretText } from './secret-fields.ts';

const WEB = 'a URL of http or https without user, password or fragment';

/** A URL that may be shown. */
export const webUrl = () => z.string().max(2_048).refine(isWebUrl, `must be ${WEB}`);

/** A URL that lets whoever knows it send. */
export const secretUrl = () => secretText(WEB, isWebUrl);

function isWebUrl(text: string): boolean {
  return webTarget(text).ok && !text.includes('#');
}

/** Where a URL leads, without what may be secret of it. */
export function targetOf(url: string): TargetResult<WebPlace> {
  const read = webTarget(url);
  if (!read.ok) return read;
  const { speaks, host, port, isAddress, isTls } = read.target;
  return { ok: true, target: { speaks, host, port, isAddress, isTls } };
}

/** A server's address with a path behind it, whether there is a slash at its end or not. */
export const below = (base: string, path: string): string => `${base.replace(/\/+$/, '')}/${path}`;

/** One token as services give them out: nothing in it can end a header or a path. */
export const secretToken = () => secretText('a token without spaces', (text) => /^[\x21-\x7e]{1,500}$/.test(text));

/** Shorter parts of a URL are words. */
const SHORTEST_PART = 12;

/** What a receiver may repeat of a URL that is secret: the whole, its path, and each long part by itself. Hosts are none but where services have schemes of their own, as in Apprise. */
export function urlSecrets(text: string): readonly string[] {
  const url = URL.parse(text);
  const host = url?.protocol.startsWith('http') ? url.hostname : '';
  const parts = text.split(/[/?&=:@#]+/).filter((part) => part.length >= SHORTEST_PART && part !== host);
  if (url === null) return [text, ...parts];
  const path = url.pathname.length >= SHORTEST_PART ? [url.pathname] : [];
  const asWritten = [...path, ...parts, url.password];
  return [text, ...asWritten, ...asWritten.map(asRead), ...url.searchParams.values()];
}

/** Whoever takes a URL to pieces reads what is escaped in them. */
function asRead(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
