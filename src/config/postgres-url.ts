/** The address of a PostgreSQL database in its forms, so that the password can stay away from messages, argument lists and logs. */
export interface PostgresUrl {
  /** As given, with the password: for the driver alone. */
  readonly url: string;
  readonly password: string;
  /** The same URL without anything secret: for another program's argument list. */
  readonly publicUrl: string;
  /** The same URL for people, who see that there is a secret. */
  readonly shownUrl: string;
  /** Host, port and database, for people. */
  readonly location: string;
}

/** Of the parameters only these hold a secret; `passfile` and `sslkey` name files. */
const SECRET_PARAMETER = /pass(?!file)/i;
const MASK = '[redacted]';

/** Undefined when the text is no such URL: nothing of it may be repeated then, for any part may be the password. */
export function parsePostgresUrl(text: string): PostgresUrl | undefined {
  const url = URL.parse(text);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) return undefined;
  const host = url.hostname || url.searchParams.get('host');
  const password = url.searchParams.get('password') ?? decoded(url.password);
  if (!host || password === undefined) return undefined;
  return {
    url: text,
    password,
    publicUrl: withSecrets(url, ''),
    shownUrl: withSecrets(url, MASK),
    location: `${host}:${url.port || '5432'}${url.pathname}`,
  };
}

/** The password may also stand among the parameters, as libpq takes it. */
function withSecrets(given: URL, mask: string): string {
  const url = new URL(given);
  if (url.password !== '') url.password = mask;
  for (const name of [...url.searchParams.keys()].filter((key) => SECRET_PARAMETER.test(key)))
    if (mask === '') url.searchParams.delete(name);
    else url.searchParams.set(name, mask);
  return url.href.replaceAll(encodeURIComponent(mask), mask);
}

/** Undefined when a % stands there that begins nothing. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
