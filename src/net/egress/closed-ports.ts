// Ports at which no receiver of messages listens, but something that a text in the wrong place could harm.
import type { Speech } from './place.ts';

/** What browsers close as well (the "bad ports" of the Fetch standard), in the order of their numbers. */
const CLOSED_FOR_BROWSERS = [
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
] as const;

/** Docker engines, PostgreSQL, Redis and NATS: who may speak with them has the machine, or the data. */
const OF_SYSTEMS = [2375, 2376, 4222, 5432, 6379] as const;

const CLOSED = new Set<number>([...CLOSED_FOR_BROWSERS, ...OF_SYSTEMS]);
/** Ports that are closed but to what belongs there: that of mail, and of syslog (that of its TLS, 6514, is open to all). */
const OWN: Readonly<Record<Speech, ReadonlySet<number>>> = {
  http: new Set(),
  smtp: new Set([25, 465, 587]),
  syslog: new Set([514, 601]),
};

/** What is spoken decides: mail and syslog have ports of their own, at which nothing else is welcome. */
export function isClosedPort(port: number, speaks: Speech): boolean {
  if (port < 1 || port > 65_535) return true;
  return CLOSED.has(port) && !OWN[speaks].has(port);
}
