// Tells the faults of a PostgreSQL server from those of a statement, in words for a person.
import { UNKNOWN_AUTHORITY } from '../../net/tls-errors.ts';
import type { StoreFault } from '../backend/store-fault.ts';

const LOST_STATEMENT: StoreFault = {
  reason: 'connection_lost',
  words: 'the PostgreSQL server has lost a statement of ours (a pooler stands in between)',
};

// SQLSTATE codes and classes, and the codes of Node's sockets, as far as they speak of the server and not of the statement.
const BY_CODE: Readonly<Record<string, StoreFault>> = {
  '53100': { reason: 'disk_full', words: 'the disk of the PostgreSQL server is full' },
  '53200': { reason: 'out_of_memory', words: 'the PostgreSQL server ran out of memory' },
  '53300': { reason: 'overloaded', words: 'the PostgreSQL server has no connection left for us' },
  '25006': { reason: 'read_only', words: 'the PostgreSQL server is read-only (a standby, or set so)' },
  '42501': { reason: 'permission_denied', words: 'the database user lacks a right (it must own its schema)' },
  '28P01': { reason: 'permission_denied', words: 'the PostgreSQL server refuses the user or the password' },
  '28000': { reason: 'permission_denied', words: 'the PostgreSQL server refuses this user or address' },
  '3D000': {
    reason: 'permission_denied',
    words: 'the PostgreSQL server has no database of this name; create it first',
  },
  '57014': { reason: 'timeout', words: 'the PostgreSQL server took too long' },
  '57P05': { reason: 'timeout', words: 'the PostgreSQL server ended an idle connection' },
  '25P03': { reason: 'timeout', words: 'the PostgreSQL server ended a transaction that waited for too long' },
  '55P03': { reason: 'busy', words: 'another transaction has held a lock for too long' },
  '40P01': { reason: 'busy', words: 'two transactions waited for each other' },
  '40001': { reason: 'busy', words: 'two transactions met' },
  '26000': LOST_STATEMENT,
  '42P05': LOST_STATEMENT,
};

/** Whether a statement that the server is to keep is not there, or another is in its place: between us stands a pooler, for which names are nothing. */
export const isLostStatement = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '26000' || error.code === '42P05');

const refused = (words: string): StoreFault => ({ reason: 'permission_denied', words });

const NOT_TRUSTED = refused(
  'the certificate of the PostgreSQL server is signed by nobody that is trusted here; name the file of its authority with sslrootcert in TOCSIN_DATABASE_URL',
);

/** What keeps TLS from coming about, by the code of the error. */
const BY_TLS_CODE: Readonly<Record<string, StoreFault>> = {
  CERT_HAS_EXPIRED: refused('the certificate of the PostgreSQL server has expired'),
  ERR_TLS_CERT_ALTNAME_INVALID: refused('the certificate of the PostgreSQL server is for another name'),
};

const BY_CLASS: Readonly<Record<string, StoreFault>> = {
  '08': { reason: 'connection_lost', words: 'the connection to the PostgreSQL server was lost' },
  '57': { reason: 'connection_lost', words: 'the PostgreSQL server is stopping or starting' },
  '58': { reason: 'io_error', words: 'the PostgreSQL server cannot read or write its files' },
  '53': { reason: 'overloaded', words: 'the PostgreSQL server lacks resources' },
  XX: { reason: 'corrupt', words: 'the PostgreSQL server reports damaged data' },
};

const UNREACHABLE: StoreFault = { reason: 'connection_lost', words: 'the PostgreSQL server cannot be reached' };
const UNKNOWN_NAME: StoreFault = { reason: 'connection_lost', words: 'the name of the PostgreSQL server is not known' };
const NO_ANSWER: StoreFault = { reason: 'timeout', words: 'the PostgreSQL server does not answer' };
const CLOSED: StoreFault = { reason: 'closed', words: 'it is closed' };

// What `pg` itself says, in words only.
const BY_MESSAGE: readonly (readonly [RegExp, StoreFault])[] = [
  [
    /password must be a (?:non-empty )?string/,
    refused('the PostgreSQL server wants a password, and TOCSIN_DATABASE_URL has none'),
  ],
  [
    /does not support SSL/,
    refused('the PostgreSQL server does not speak TLS, which sslmode in TOCSIN_DATABASE_URL asks for'),
  ],
  [/timeout/i, NO_ANSWER],
  [/after calling end on the pool|has already been destroyed/, CLOSED],
  [/Connection terminated|not queryable|has been discarded|closed the connection/i, UNREACHABLE],
];

/** Undefined when the error is not one of the server but of the statement. */
export function explainPostgres(error: unknown): StoreFault | undefined {
  if (error instanceof AggregateError) return UNREACHABLE; // All addresses of the host were tried.
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if ('syscall' in error && error.syscall === 'open')
    return refused(`a file that TOCSIN_DATABASE_URL names cannot be read (${error.message})`);
  if (code === 'ENOTFOUND') return UNKNOWN_NAME;
  if (UNKNOWN_AUTHORITY.has(code)) return NOT_TRUSTED;
  if ('syscall' in error || /^E[A-Z]{4,}$/.test(code)) return UNREACHABLE;
  // A table is another since: on another connection the statement is read anew.
  if ('routine' in error && error.routine === 'RevalidateCachedQuery') return LOST_STATEMENT;
  const known = BY_CODE[code] ?? BY_TLS_CODE[code] ?? BY_CLASS[code.slice(0, 2)];
  if (known || code !== '') return known;
  return BY_MESSAGE.find(([pattern]) => pattern.test(error.message))?.[1];
}

/** Whether waiting may help at the start: the server is not there yet, or is still starting. */
export function isComing(fault: StoreFault): boolean {
  return fault.reason === 'connection_lost' || fault.reason === 'timeout' || fault.reason === 'overloaded';
}
