// What lines of logs are made of: names, stamps, the frames of the usual dialects.
import type { Random } from './random.ts';

export type LineMaker = (random: Random) => string;

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
export const HOSTS = ['web-1', 'web-2', 'db-master', 'edge07', 'nas', 'pi4', 'k8s-node-3', 'mail'] as const;
export const USERS = ['alice', 'bob', 'carol', 'deploy', 'www-data', 'svc-backup', 'jörg', 'björk'] as const;
export const PATHS = [
  '/',
  '/api/v1/items',
  '/api/v1/orders/1842/lines',
  '/static/app.9f3c1.js',
  '/favicon.ico',
  '/health',
  '/search?q=red+shoes&page=2',
  '/images/header.webp',
  '/metrics',
  '/login',
] as const;
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Mobile/15E148 Safari/604.1',
  'curl/8.11.0',
  'kube-probe/1.33',
  'Prometheus/3.2.1',
] as const;
export const SERVICES = ['checkout', 'catalog', 'mailer', 'billing', 'thumbnailer', 'gateway'] as const;
export const JOBS = ['reindex', 'send-digest', 'rotate-keys', 'sync-stock', 'prune-sessions'] as const;
const LOGGERS = ['c.a.web.ItemController', 'o.s.b.w.e.tomcat.TomcatWebServer', 'c.a.batch.StockSync'] as const;

export const two = (n: number): string => String(n).padStart(2, '0');
export const clock = (r: Random): string => `${two(r.below(24))}:${two(r.below(60))}:${two(r.below(60))}`;
export const day = (r: Random): string => `2026-${two(r.between(1, 12))}-${two(r.between(1, 28))}`;
export const iso = (r: Random): string => `${day(r)}T${clock(r)}.${r.between(100, 999)}Z`;
export const plainTime = (r: Random): string => `${day(r)} ${clock(r)},${r.between(100, 999)}`;
export const syslog = (r: Random, program: string): string =>
  `${r.pick(MONTHS)} ${String(r.between(1, 28)).padStart(2)} ${clock(r)} ${r.pick(HOSTS)} ${program}[${r.between(200, 65000)}]: `;
export const access = (r: Random, status: number): string =>
  `${r.ip()} - - [${two(r.between(1, 28))}/${r.pick(MONTHS)}/2026:${clock(r)} +0000] "GET ${r.pick(PATHS)} HTTP/1.1" ${status} ${r.below(90000)} "-" "${r.pick(AGENTS)}"`;
export const pino = (r: Random, level: number, rest: string): string =>
  `{"level":${level},"time":17${r.between(10000000000, 99999999999)},"pid":${r.between(1, 40)},"hostname":"${r.pick(HOSTS)}",${rest}}`;
export const logfmt = (r: Random, level: string, rest: string): string => `ts=${iso(r)} level=${level} ${rest}`;
export const java = (r: Random, level: string, rest: string): string =>
  `${plainTime(r)} ${level.padEnd(5)} [http-nio-8080-exec-${r.between(1, 10)}] ${r.pick(LOGGERS)} - ${rest}`;
