// A range of addresses as people write it, with or without a port.
import { isIP } from 'node:net';

/** A range of addresses, and the one port on it that is meant, if any. */
export interface Network {
  readonly address: string;
  readonly family: 4 | 6;
  readonly prefix: number;
  readonly port: number | undefined;
}

/** Reads `10.0.0.0/8`, `10.0.0.1`, `127.0.0.1/32:9000`, `fd00::/8`, `[::1]:9000` and `[fd00::]/8:9000`; undefined for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const { address, prefix, port } = split(text);
  const family = isIP(address);
  if ((family !== 4 && family !== 6) || address.includes('%')) return undefined;
  const bits = family === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  const number = port === undefined ? undefined : Number(port);
  if (length > bits || (number !== undefined && (number < 1 || number > 65_535))) return undefined;
  return { address, family, prefix: length, port: number };
}

const BRACKETED = /^\[(?<address>[0-9a-fA-F:.]+)\](?:\/(?<prefix>\d{1,3}))?(?::(?<port>\d{1,5}))?$/;
const IPV4 = /^(?<address>[\d.]+)(?:\/(?<prefix>\d{1,2}))?(?::(?<port>\d{1,5}))?$/;
/** Without brackets a colon belongs to the address, so that no port can stand behind it. */
const IPV6 = /^(?<address>[0-9a-fA-F:.]+)(?:\/(?<prefix>\d{1,3}))?$/;

function split(text: string): { readonly address: string; readonly prefix?: string; readonly port?: string } {
  const groups = (BRACKETED.exec(text) ?? IPV4.exec(text) ?? IPV6.exec(text))?.groups;
  return { address: '', ...groups };
}
