// The shop itself, a service in Java that writes as Logback does, with a stack trace where something was not expected.
import { pick } from '../plot/chance.ts';
import { isoAt, type Moment, out, type Spoken, type Voice } from './voice.ts';

const WORK = [
  'o.e.shop.CartController          : Cart {id} has 3 items',
  'o.e.shop.SearchService           : Search for "bell" gave 14 products in 23 ms',
  'o.e.shop.OrderService            : Order {id} confirmed',
  'o.e.shop.StockService            : Stock of product 4711 is 82',
] as const;

const NULL_POINTER = [
  'java.lang.NullPointerException: Cannot invoke "org.example.shop.Voucher.percent()" because "voucher" is null',
  '\tat org.example.shop.PriceService.discounted(PriceService.java:87)',
  '\tat org.example.shop.CartController.total(CartController.java:142)',
  '\tat java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:103)',
  '\tat org.apache.tomcat.util.threads.TaskThread$WrappingRunnable.run(TaskThread.java:63)',
  '\tat java.base/java.lang.Thread.run(Thread.java:1583)',
] as const;

export const shop: Voice = (moment) => {
  const ms = Math.floor(moment.chance(1) * 400);
  const usual = moment.chance(2) > 0.35 ? [said(moment, ms, `INFO  | ${worked(moment)}`)] : [];
  if (moment.trouble === 'null_pointer') return [...usual, ...stackTrace(moment, 500)];
  if (moment.trouble === 'database_full')
    return [
      ...usual,
      said(
        moment,
        700,
        `ERROR | o.e.shop.OrderService            : Order ${orderOf(moment)} could not be saved: HikariPool-1 - Connection is not available, request timed out after 30000ms`,
      ),
    ];
  if (moment.chance(3) > 0.96)
    return [
      ...usual,
      said(
        moment,
        800,
        'WARN  | o.e.shop.StockService            : Stock of product 4711 was read from the cache, the database took 1204 ms',
      ),
    ];
  return usual;
};

const orderOf = (moment: Moment): string => `A-${moment.hex(6, 4).toUpperCase()}`;

const worked = (moment: Moment): string => pick(WORK, moment.chance(5)).replace('{id}', orderOf(moment));

/** The level and, behind a bar, the rest: the thread stands between them. */
function said(moment: Moment, ms: number, text: string): Spoken {
  const thread = `nio-8080-exec-${1 + Math.floor(moment.chance(6) * 8)}`;
  return out(ms, `${isoAt(moment, ms)}  ${text.replace(' | ', ` 1 --- [${thread}] `)}`);
}

function stackTrace(moment: Moment, ms: number): readonly Spoken[] {
  const head = 'Exception in thread "nio-8080-exec-3" ';
  return NULL_POINTER.map((text, n) => out(ms, n === 0 ? `${isoAt(moment, ms)} ERROR 1 --- ${head}${text}` : text));
}
