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
  /** Where it may be: the driver and other programs that are given this URL connect to one of these. */
  readonly servers: readonly PostgresServer[];
}

export interface PostgresServer {
  /** A name, an address without brackets, or the path of a folder with a socket. */
  readonly host: string;
  /** Undefined where the URL says none: the environment may, or it is 5432. */
  readonly port: number | undefined;
}

/** Of the parameters only these hold a secret; `passfile` and `sslkey` name files. */
const SECRET_PARAMETER = /pass(?!file)/i;
const MASK = '[redacted]';

/** Undefined when the text is no such URL: nothing of it may be repeated then, for any part may be the password. */
export function parsePostgresUrl(text: string): PostgresUrl | undefined {
  const url = URL.parse(text);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) return undefined;
  const servers = serversOf(url);
  const password = url.searchParams.get('password') ?? decoded(url.password);
  if (servers === undefined || password === undefined) return undefined;
  const [{ host, port }] = servers;
  return {
    url: text,
    password,
    publicUrl: withSecrets(url, ''),
    shownUrl: withSecrets(url, MASK),
    location: `${host}:${port ?? 5_432}${url.pathname}`,
    servers,
  };
}

/** What stands among the parameters is what counts, as for the driver; it may be several, as for libpq. */
function serversOf(url: URL): readonly [PostgresServer, ...PostgresServer[]] | undefined {
  const given = (name: string): readonly string[] => url.searchParams.getAll(name).flatMap((text) => text.split(','));
  const named = [...given('host'), ...given('hostaddr')].filter((text) => text !== '');
  const hosts = named.length > 0 ? named : [decoded(url.hostname) ?? ''];
  const said = given('port').filter((text) => text !== '');
  const ports = (said.length > 0 ? said : [url.port]).map((text) => (text === '' ? undefined : Number(text)));
  const [first, ...rest] = hosts.flatMap((host) => ports.map((port) => ({ host: host.replace(/^\[|\]$/g, ''), port })));
  return first === undefined || first.host === '' ? undefined : [first, ...rest];
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
