// What the answer to a bulk request says of each of its lines. The request was taken, so its status is a success; each line has a status of its own.
import { z } from 'zod';
import { excerpt } from '../../net/http/excerpt.ts';
import type { Answer } from '../../net/http/exchange.ts';
import { retryAfterMs } from '../../net/http/retry-after.ts';
import type { SendResult } from '../destination.ts';

/** All that is read of an answer, and so all that is asked for. */
export const FILTER_PATH = 'errors,items.*.status,items.*.error.type,items.*.error.reason';
/** For the most lines there can be, each with a reason of some length. */
export const MOST_ANSWER_BYTES = 4 * 1024 * 1024;

const bulkAnswer = z.object({
  items: z.array(
    z.object({
      create: z.object({
        status: z.number(),
        error: z.object({ type: z.string().optional(), reason: z.string().optional() }).optional(),
      }),
    }),
  ),
});

type Item = z.infer<typeof bulkAnswer>['items'][number]['create'];

export interface BulkContext {
  /** How many were sent. */
  readonly lines: number;
  /** Whatever must not come back in words. */
  readonly secrets: readonly string[];
  readonly now: number;
}

/** An answer that cannot be read is asked for again: lines that were taken are known there by their ids, and not taken twice. */
export function resultOf(answer: Answer, { lines, secrets, now }: BulkContext): SendResult {
  const items = itemsOf(answer);
  if (items?.length !== lines) {
    const said = answer.isWhole ? `: ${excerpt(answer.body, secrets)}` : ', but not to the end';
    return {
      outcome: 'again',
      words: `Elasticsearch answered ${answer.status}, not as a bulk request is answered${said}`,
    };
  }
  const at = (fits: (item: Item) => boolean) => items.flatMap((item, place) => (fits(item) ? [place] : []));
  const refused = at((item) => !isTaken(item) && !mayPass(item));
  const again = at(mayPass);
  if (refused.length + again.length === 0) return { outcome: 'sent' };
  // What is lost for good is worth more words than what is tried again.
  const first = items[refused[0] ?? again[0] ?? 0];
  const [words, kind] = [wordsOf(first, secrets), kindOf(first)];
  if (items.every(isForbidden)) return { outcome: 'refused', words, kind };
  const waitMs = again.length > 0 ? retryAfterMs({ headers: answer.headers, now }) : undefined;
  return { outcome: 'partly', again, refused, words, kind, waitMs };
}

function itemsOf({ body, isWhole }: Answer): readonly Item[] | undefined {
  if (!isWhole) return undefined;
  try {
    return bulkAnswer.parse(JSON.parse(body.toString())).items.map(({ create }) => create);
  } catch {
    return undefined;
  }
}

/** A conflict says that a line with this id is there: an earlier attempt had arrived. */
const isTaken = ({ status }: Item): boolean => (status >= 200 && status < 300) || status === 409;
const mayPass = ({ status }: Item): boolean => status === 429 || status >= 500;
/** Whoever has no right to an index is told so for each line, in place of an answer to all of them. */
const isForbidden = ({ status }: Item): boolean => status === 401 || status === 403;

/** The reason names the document, so it is another one for each line. */
const kindOf = (item: Item | undefined): string => `${item?.status} ${item?.error?.type ?? ''}`;

function wordsOf(item: Item | undefined, secrets: readonly string[]): string {
  const said = [item?.error?.type, item?.error?.reason].filter((text) => text !== undefined).join(': ');
  return `Elasticsearch answered ${item?.status} for a line${said === '' ? '' : `: ${excerpt(Buffer.from(said), secrets)}`}`;
}
