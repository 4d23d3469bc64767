// Places on the network: one that something is to be sent to, and those that are closed.

/** What is spoken with whoever is there; each has ports of its own. */
export type Speech = 'http' | 'smtp' | 'syslog';

/** One address behind a host, about to be connected to. */
export interface Place {
  readonly address: string;
  readonly port: number;
  /** As it was named, in lower case and without a dot at its end; the address itself when it was one. */
  readonly host: string;
  readonly speaks: Speech;
  /** The connection has the same address at both ends: whatever it is, it is one of this machine. */
  readonly isHere?: boolean;
}

/** A place that is none of a receiver's: a database, an engine, or this server itself. */
export interface ClosedPlace {
  /** As the end of "is …", such as `the database of Tocsin`. */
  readonly what: string;
  readonly port: number;
  /** How the settings name it, in lower case. */
  readonly host: string;
  /** Where it was found; asked again each time, as addresses of this machine change. */
  readonly addresses: () => readonly string[];
  /** It is on this machine, and closed at all of its addresses: also at those of `127.0.0.0/8` that no interface has a name for. */
  readonly isHere: boolean;
  /** Not even `TOCSIN_EGRESS_ALLOW` opens it. */
  readonly isFinal: boolean;
}

/** Host and port as people write them. */
export const placeText = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
