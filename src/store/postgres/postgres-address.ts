import { TocsinError } from '../../core/errors.ts';

/** The parts of a connection URL, so that the password can stay away from messages, argument lists and logs. */
export interface PostgresAddress {
  /** As given, with the password: for the driver alone. */
  readonly url: string;
  readonly password: string;
  /** The same URL without the password. */
  readonly publicUrl: string;
  /** Host, port and database, for people. */
  readonly location: string;
}

export function parsePostgresAddress(url: string): PostgresAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const password = parsed?.searchParams.get('password') ?? decoded(parsed?.password ?? '');
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol) || password === undefined)
    throw new TocsinError(
      'config_invalid',
      'TOCSIN_DATABASE_URL is not a PostgreSQL address of the form postgres://user:password@host:5432/database (with %40 for an @ in the password, and the like).',
    );
  const location = `${parsed.hostname || 'localhost'}:${parsed.port || '5432'}${parsed.pathname}`;
  parsed.password = '';
  parsed.searchParams.delete('password');
  return { url, password, publicUrl: parsed.href, location };
}

/** Undefined when a % stands there that begins nothing. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
