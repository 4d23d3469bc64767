// A web server that writes an access log, as nginx does.
import { pick } from '../plot/chance.ts';
import { err, type Moment, out, type Spoken, spreadOver, type Voice } from './voice.ts';

const PAGES = [
  '/',
  '/products',
  '/products/4711',
  '/cart',
  '/search?q=bell',
  '/static/shop.css',
  '/api/stock',
] as const;
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15',
  'kube-probe/1.31',
] as const;
/** From the blocks that are kept for documentation. */
const VISITORS = ['192.0.2.17', '192.0.2.44', '198.51.100.8', '203.0.113.90'] as const;

export const web: Voice = (moment) => {
  if (moment.trouble === 'bad_gateway') return spreadOver(6, moment, (ms, n) => gatewayFault(moment, ms, n));
  const count = 1 + Math.floor(moment.chance(1) * 3);
  return spreadOver(count, moment, (ms, n) => {
    const isMissing = moment.chance(20 + n) > 0.97;
    return out(ms, accessLine(moment, n, { ms, page: pageOf(moment, n), status: isMissing ? 404 : 200 }));
  });
};

/** nginx tells of each twice: in its error log why, in its access log that. */
function gatewayFault(moment: Moment, ms: number, n: number): Spoken {
  const page = pageOf(moment, n);
  if (n % 2 === 1) return out(ms, accessLine(moment, n, { ms, page, status: 502 }));
  const time = new Date(moment.at + ms).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
  return err(
    ms,
    `${time} [error] 29#29: *${1_000 + moment.second + n} connect() failed (111: Connection refused) while connecting to upstream, client: ${visitor(moment, n)}, server: shop.example, request: "GET ${page} HTTP/1.1", upstream: "http://172.20.0.5:8080${page}", host: "shop.example"`,
  );
}

function accessLine(
  moment: Moment,
  n: number,
  { ms, page, status }: { readonly ms: number; readonly page: string; readonly status: number },
): string {
  const size = status === 200 ? 400 + Math.floor(moment.chance(40 + n) * 30_000) : 157;
  return `${visitor(moment, n)} - - [${nginxTime(moment.at + ms)}] "GET ${page} HTTP/1.1" ${status} ${size} "-" "${pick(AGENTS, moment.chance(50 + n))}"`;
}

const visitor = (moment: Moment, n: number): string => pick(VISITORS, moment.chance(60 + n));
const pageOf = (moment: Moment, n: number): string => pick(PAGES, moment.chance(70 + n));

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `27/Nov/2026:01:02:03 +0000`. */
function nginxTime(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().slice(0, 19).split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time} +0000`;
}
