// Log lines to a syslog server, such as Papertrail's: over TLS or TCP in frames that are counted, over UDP one a datagram. No server ever says that it has them.
import type { NetFault } from '../../net/net-fault.ts';
import type { Destination } from '../destination.ts';
import { failureOfFault } from '../fault-result.ts';
import { readLine } from '../log-line.ts';
import { countedMessage, type SyslogSource, shortMessage } from './syslog-message.ts';

export interface PapertrailOptions {
  readonly source: SyslogSource;
  readonly transport: 'tls' | 'tcp' | 'udp';
  readonly wire: SyslogWire;
  readonly batchLines: number;
  readonly everyMs: number;
}

/** The way to the server. */
export interface SyslogWire {
  /** Why they were not sent; undefined when the system has them all. After a fault some may have arrived. */
  send(pieces: readonly Uint8Array[], signal: AbortSignal): Promise<NetFault | undefined>;
  close(): Promise<void>;
}

const MOST_BYTES = 1_000_000;

export function createPapertrail({ source, transport, wire, batchLines, everyMs }: PapertrailOptions): Destination {
  const messageOf = transport === 'udp' ? shortMessage : countedMessage;
  return {
    name: 'papertrail',
    batch: { lines: batchLines, bytes: MOST_BYTES, everyMs },
    async send(lines, signal) {
      const messages = lines.map((line) => messageOf(readLine(line), source));
      const fault = await wire.send(messages, signal);
      return fault === undefined ? { outcome: 'sent' } : failureOfFault(fault);
    },
    close: () => wire.close(),
  };
}
