// Every setting there is: the one home of names, kinds, defaults and descriptions. `listenPort` here would be TOCSIN_LISTEN_PORT and `listen_port` in YAML.
import { z } from 'zod';
import { HAPPENING_KINDS } from '../core/life/happening.ts';
import { parsePostgresUrl } from './postgres-url.ts';
import { externalLogging } from './settings/external-logging.ts';
import { about, type SettingInfo } from './settings/setting-info.ts';
import {
  choice,
  choices,
  containerPatterns,
  endpoints,
  engines,
  flag,
  hostName,
  integer,
  namedFiles,
  networks,
  passwordOf,
  proxies,
  sampledEvents,
  secret,
  text,
  webUrl,
} from './value-kinds.ts';

const SERVER = 'Server';
const ACCESS = 'Access';
const STORE = 'Storage';
const LOGS = 'Logs and metrics';
const CLUSTER = 'Several servers on one database';
const WATCHING = 'Watching';
const SENDING = 'Sending';

export const configSchema = z.strictObject({
  host: hostName().default('127.0.0.1').register(about, {
    group: SERVER,
    text: 'Address to listen on. `0.0.0.0` makes the server reachable from other machines; put it behind TLS then.',
  }),
  port: integer(0, 65_535).default(8080).register(about, {
    group: SERVER,
    text: 'Port to listen on; 0 takes any free one.',
  }),
  publicUrl: webUrl().optional().register(about, {
    group: SERVER,
    text: 'Where people reach the server, such as `https://tocsin.example.org`: for links in messages, and to know the browser’s own origin behind a proxy.',
  }),
  trustedProxies: proxies().default([]).register(about, {
    group: SERVER,
    text: 'Proxies in front of the server whose `X-Forwarded-*` headers are believed: addresses, networks, or `loopback`.',
  }),
  adminPassword: passwordOf('admin').optional().register(about, {
    group: ACCESS,
    secret: true,
    text: 'Password of the user `admin`, made at the first start instead of the setup link: 10 to 256 characters. It acts only while there is no user.',
  }),
  sessionIdleHours: integer(1, 8_760).default(24).register(about, {
    group: ACCESS,
    text: 'Hours without use after which a login ends.',
  }),
  sessionLifetimeHours: integer(1, 8_760).default(720).register(about, {
    group: ACCESS,
    text: 'Hours after which a login ends, used or not.',
  }),
  dataDir: text('the path of a folder').default('./data').register(about, {
    group: STORE,
    text: 'Folder for the SQLite database and the setup link; it is made when it is not there.',
  }),
  databaseUrl: secret(
    'a URL such as postgres://user:password@host:5432/database',
    (value) => parsePostgresUrl(value) !== undefined,
  )
    .optional()
    .register(about, {
      group: STORE,
      secret: true,
      fallback: 'SQLite in the data folder',
      text: 'PostgreSQL instead of SQLite: `postgres://user:password@host:5432/database`; over TLS with `?sslmode=verify-full` behind it, and `&sslrootcert=/path/ca.pem` where the server’s certificate is of an authority of your own. It is secret, because it holds a password.',
    }),
  logLevel: choice(['debug', 'info', 'warning', 'error', 'critical']).default('info').register(about, {
    group: LOGS,
    text: 'The least important level that is written: debug, info, warning, error or critical.',
  }),
  logFormat: choice(['json', 'pretty']).optional().register(about, {
    group: LOGS,
    fallback: '`pretty` at a terminal, else `json`',
    text: '`json` writes one object a line, `pretty` is for a person.',
  }),
  logSample: sampledEvents().default([]).register(about, {
    group: LOGS,
    text: 'Events of which only a share of the lines is written, such as `http_request:0.1`; several with commas. Each such line says so (`sampled`), those left out are counted, and warnings and worse are always written.',
  }),
  logQuietEndpoints: endpoints().default([]).register(about, {
    group: LOGS,
    text: 'Routes whose requests are logged at debug only, such as `/api/events` or `/api/events/{id}`; several with commas. Health, metrics, what browsers report, the streams that are opened with GET, and the files of the UI are so without being named.',
  }),
  metricsPublic: flag().default(false).register(about, {
    group: LOGS,
    text: 'Whether `/metrics` is open to everybody; else to the machine itself and to a token with scope `read`.',
  }),
  ...externalLogging,
  lockTtlSeconds: integer(2, 3_600).default(30).register(about, {
    group: CLUSTER,
    text: 'Seconds without a sign of life after which another server takes over the background tasks.',
  }),
  lockHeartbeatSeconds: integer(1, 1_800).default(10).register(about, {
    group: CLUSTER,
    text: 'Seconds between two signs of life of the server that runs them; at most half of `TOCSIN_LOCK_TTL_SECONDS`.',
  }),
  dockerHost: engines()
    .default([{ name: undefined, url: 'unix:///var/run/docker.sock', isDefault: true }])
    .register(about, {
      group: WATCHING,
      otherVariable: 'DOCKER_HOST',
      text: 'The Docker engine to watch; several as `name=url,name=url`; or `none`.',
    }),
  dockerCertPath: text('the path of a folder').optional().register(about, {
    group: WATCHING,
    otherVariable: 'DOCKER_CERT_PATH',
    text: 'Folder with `ca.pem`, `cert.pem` and `key.pem` for engines at `tcp://` and `https://`: who is trusted, and who we are. Where engines need different ones, a folder in it for each, by the engine’s name. With it `tcp://` means TLS; an engine without TLS is written `http://`.',
  }),
  dockerTlsVerify: flag().optional().register(about, {
    group: WATCHING,
    otherVariable: 'DOCKER_TLS_VERIFY',
    fallback: '`true`',
    text: 'Whether an engine’s certificate is checked. `true` makes `tcp://` mean TLS also without a folder of certificates; `false` believes everybody.',
  }),
  dockerPollSeconds: integer(1, 3_600).default(5).register(about, {
    group: WATCHING,
    text: 'How often containers are looked for where an engine refuses its event stream.',
  }),
  dockerInclude: containerPatterns().default([]).register(about, {
    group: WATCHING,
    fallback: 'every container',
    text: 'Watch only containers that fit one of these: `name=web-*`, `image=postgres:*`, `label=team` or `label=team=ops`, `project=shop` (of Compose). `*` stands for any characters, `?` for one.',
  }),
  dockerExclude: containerPatterns().default([]).register(about, {
    group: WATCHING,
    text: 'Leave out containers that fit one of these, written in the same way; it wins over `TOCSIN_DOCKER_INCLUDE`. A container with the label `tocsin.enable=false` is left out as well.',
  }),
  dockerJoinLines: containerPatterns().default([]).register(about, {
    group: WATCHING,
    text: 'Containers in whose logs lines that belong together, as those of a stack trace, become one, written in the same way: `name=*` are all of them. The label `tocsin.join` of a container, `true` or `false`, wins over it.',
  }),
  dockerJoinStart: text('a pattern of at most 1000 characters', /^.{1,1000}$/s)
    .optional()
    .register(about, {
      group: WATCHING,
      fallback: 'what traces of known languages look like',
      text: 'By what a line is known that begins anew where lines of containers are joined, in the syntax of rules, such as `^\\d{4}-`: all others go on with the one before. The label `tocsin.join.start` of a container wins over it.',
    }),
  files: namedFiles().default([]).register(about, {
    group: WATCHING,
    fallback: 'no file',
    text: 'Log files of this machine to watch, from the root on: `/var/log/syslog,/srv/*/log/**/*.log`. What they are part of may stand before a path, and the format of their lines (`plain`, `docker-json`, `cri`, `ndjson`): `shop=ndjson:/srv/shop/*.log`; with `joined` the lines of a stack trace become one: `joined:/srv/app.log`, `shop=cri+joined:/srv/shop/*.log`. In YAML also as objects with `path`, `workload`, `format`, `join_lines` (or the pattern of a first line) and, for `ndjson`, `message`.',
  }),
  filesJoinStart: text('a pattern of at most 1000 characters', /^.{1,1000}$/s)
    .optional()
    .register(about, {
      group: WATCHING,
      fallback: 'what traces of known languages look like',
      text: 'By what a line is known that begins anew where lines of files are joined, in the syntax of rules, such as `^\\d{4}-`: all others go on with the one before. A pattern in `join_lines` of a file in YAML wins over it.',
    }),
  machineName: text('a name of at most 100 letters, digits, dots and hyphens', /^[\w.-]{1,100}$/)
    .optional()
    .register(about, {
      group: WATCHING,
      fallback: 'the machine’s host name',
      text: 'What the machine is called whose files are watched. How far they were read is known by it, so in a container, whose host name is another each time, it has to be set.',
    }),
  containerEventsPerMinute: integer(0, 100_000).default(60).register(about, {
    group: WATCHING,
    text: 'How many events one container or file may cause in a minute, in the long run; 0 sets no limit.',
  }),
  containerEventsBurst: integer(1, 100_000).default(20).register(about, {
    group: WATCHING,
    text: 'How many events one container or file may cause at once.',
  }),
  dockerLifeEvents: choices(HAPPENING_KINDS)
    .default([...HAPPENING_KINDS])
    .register(about, {
      group: WATCHING,
      fallback: 'all of them',
      text: 'What of a container’s life becomes an event: `died` (ended as it should not), `oom` (out of memory), `unhealthy`, `healthy` (again), `restart_loop`; several with commas, or `none`.',
    }),
  dockerLifeCooldownSeconds: integer(0, 86_400).default(300).register(about, {
    group: WATCHING,
    text: 'Seconds after such an event of a container in which no other one of its kind follows; what is held back is counted.',
  }),
  dockerRestartLoopCount: integer(2, 100).default(5).register(about, {
    group: WATCHING,
    text: 'So many restarts of a container that nobody asked for, within `TOCSIN_DOCKER_RESTART_LOOP_SECONDS`, are a restart loop.',
  }),
  dockerRestartLoopSeconds: integer(1, 86_400).default(300).register(about, {
    group: WATCHING,
    text: 'The time within which restarts count towards a restart loop.',
  }),
  eventRetentionDays: integer(1, 36_500).default(90).register(about, {
    group: STORE,
    text: 'Days after which events are deleted.',
  }),
  eventRetentionRows: integer(1_000, 1_000_000_000).default(10_000_000).register(about, {
    group: STORE,
    text: 'How many events are kept; beyond that the oldest are deleted.',
  }),
  egressAllow: networks().default([]).register(about, {
    group: SENDING,
    text: 'Networks, with a port if wanted, that messages may be sent to although they are closed: loopback, link-local, private ones where those are denied, and with a port also ports at which no receiver listens as a rule. For example `127.0.0.1/32:9000`. Databases of Tocsin, and addresses at which clouds hand out credentials, stay closed.',
  }),
  egressPrivate: choice(['allow', 'deny']).default('allow').register(about, {
    group: SENDING,
    text: 'Whether messages may be sent to private networks and local names, such as a receiver in the LAN; where it is `deny`, to those of `TOCSIN_EGRESS_ALLOW` only.',
  }),
});

/** What is in force, checked and frozen. */
export type Config = {
  readonly [Name in keyof typeof configSchema.shape]: z.output<(typeof configSchema.shape)[Name]>;
};

export type SettingName = keyof Config;

// The keys of the schema are its setting names; Object.keys has a wider type.
export const SETTING_NAMES = Object.keys(configSchema.shape) as readonly SettingName[];

export function settingInfo(name: SettingName): SettingInfo {
  const info = about.get(configSchema.shape[name]);
  if (info === undefined) throw new Error(`the setting ${name} has no description`);
  return info;
}

/** `lockTtlSeconds` → `lock_ttl_seconds`, its name in YAML. */
export function yamlName(name: SettingName): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `lockTtlSeconds` → `TOCSIN_LOCK_TTL_SECONDS`. */
export function variableName(name: SettingName): string {
  return `TOCSIN_${yamlName(name).toUpperCase()}`;
}
