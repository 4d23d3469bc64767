// The way to a syslog server of this machine, as the configuration would make it.
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import { syslogTarget } from '../../../src/net/egress/target.ts';
import { GuardedDatagrams } from '../../../src/net/wire/guarded-datagrams.ts';
import { GuardedStream } from '../../../src/net/wire/guarded-stream.ts';
import { createPapertrail } from '../../../src/ship/papertrail/papertrail.ts';
import { type GuardSettings, guarded } from '../guarded.ts';

export interface WaySettings extends GuardSettings {
  readonly port: number;
  readonly host?: string;
  readonly transport?: 'tls' | 'tcp' | 'udp';
}

/** Closed when the test ends. */
export function syslogWay({ port, host = '127.0.0.1', transport = 'tcp', ...settings }: WaySettings) {
  const { clock = systemClock, trust = [] } = settings;
  const { connect } = guarded({ allow: `127.0.0.0/8:${port}`, ...settings });
  const parts = { target: syslogTarget({ host, port }), connect, clock };
  const wire =
    transport === 'udp'
      ? new GuardedDatagrams(parts)
      : new GuardedStream({ ...parts, isTls: transport === 'tls', trust });
  onTestFinished(() => wire.close());
  return wire;
}

export function syslogDestination(settings: WaySettings) {
  const { transport = 'tcp' } = settings;
  const source = { hostname: 'web-1.example.org', programName: 'tocsin', processId: 42 };
  return createPapertrail({ source, transport, wire: syslogWay(settings), batchLines: 10, everyMs: 5_000 });
}

/** A line of the log, as the logger writes it. */
export function logLine(n: number, data: Readonly<Record<string, unknown>> = {}) {
  const own = { level: 'info', timestamp: '2026-01-31T10:11:12.345Z', logger_name: 'http', event: 'http_request' };
  return { id: `run-${n}`, sequence: n, text: JSON.stringify({ ...own, ...data }) };
}
