// Says in words why an exchange with an engine brought no whole answer.

import type { Target } from '../http/dial.ts';
import type { ExchangeEnd } from '../http/exchange.ts';
import { type EngineFault, fault } from './engine-fault.ts';
import { networkFault } from './network-fault.ts';
import { socketFault } from './socket-fault.ts';
import { speaksTls, tlsFault } from './tls-fault.ts';

export type BrokenEnd = Exclude<ExchangeEnd, { readonly how: 'complete' }>;

/** The first byte of every record of TLS that a server may begin with: an alert, or a handshake. */
const TLS_RECORDS: readonly (number | undefined)[] = [0x15, 0x16];

/** How people write it. */
export const placeOf = (target: Target): string =>
  target.kind === 'unix' ? target.path : `${target.host}:${target.port}`;

export async function exchangeFault(target: Target, end: BrokenEnd): Promise<EngineFault> {
  switch (end.how) {
    case 'failed':
      return (await failure(target, end.error)) ?? cut(target, end.answered, end.error.code);
    case 'cut':
      return cut(target, end.answered, undefined);
    case 'malformed':
      return malformed(target, end);
  }
}

async function failure(target: Target, error: NodeJS.ErrnoException): Promise<EngineFault | undefined> {
  if (target.kind === 'unix') return socketFault(target.path, error.code);
  return tlsFault(placeOf(target), error) ?? networkFault(target, error.code);
}

function cut(target: Target, answered: boolean, code: string | undefined): EngineFault {
  const how = code === undefined ? 'closed the connection' : `broke the connection off (${code})`;
  if (answered) return fault('cut', `The engine at ${placeOf(target)} ${how} in the middle of an answer.`);
  return fault('cut', `${placeOf(target)} ${how} without an answer.${cutHint(target)}`);
}

function cutHint(target: Target): string {
  if (target.kind === 'unix') return '';
  return target.tls === undefined
    ? ' If it speaks TLS, set TOCSIN_DOCKER_CERT_PATH or write https://.'
    : ' If it wants a client certificate, see that cert.pem and key.pem in TOCSIN_DOCKER_CERT_PATH are those it knows.';
}

function malformed(target: Target, end: BrokenEnd & { readonly how: 'malformed' }): EngineFault {
  const place = placeOf(target);
  if (end.answered) return fault('protocol', `The engine at ${place} sent a body that cannot be read: ${end.reason}.`);
  if (target.kind === 'tcp' && target.tls === undefined && TLS_RECORDS.includes(end.beginning[0]))
    return speaksTls(place);
  return fault('not_an_engine', `What answers at ${place} is no Docker engine: ${end.reason}.`);
}
