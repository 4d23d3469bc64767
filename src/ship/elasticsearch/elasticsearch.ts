// Log lines to Elasticsearch or OpenSearch, many in one bulk request in gzip; of several nodes the next is asked where one fails, at once where it cannot be reached.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Clock } from '../../core/clock.ts';
import type { GuardedFetch } from '../../net/guarded-fetch.ts';
import type { Answer } from '../../net/http/exchange.ts';
import type { NetFault } from '../../net/net-fault.ts';
import type { Destination, SendResult } from '../destination.ts';
import { failureOfFault } from '../fault-result.ts';
import { failureOfStatus } from '../http-answer.ts';
import { type BulkContext, FILTER_PATH, MOST_ANSWER_BYTES, resultOf } from './bulk-answer.ts';
import { bulkLines } from './document.ts';
import { authorizationOf, type Login } from './login.ts';
import { Nodes } from './nodes.ts';

export interface ElasticsearchOptions {
  /** Of the nodes, at least one, without a path of the API. */
  readonly urls: readonly string[];
  /** Lines of a day are in the index of this name and the day. */
  readonly indexPrefix: string;
  readonly login: Login;
  readonly batchLines: number;
  readonly everyMs: number;
  readonly hostname: string;
  readonly version: string;
  readonly http: Pick<GuardedFetch, 'send'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
}

/** Documents are up to three times their lines, and some who offer clusters take no more than 10 MB. */
const MOST_BYTES = 3_000_000;

const compressed = promisify(gzip);

export function createElasticsearch(options: ElasticsearchOptions): Destination {
  const { batchLines, everyMs, http, clock } = options;
  const [first, ...others] = options.urls;
  if (first === undefined) throw new Error('A cluster has a node.');
  const nodes = new Nodes([first, ...others], clock);
  const { headers: authorization, secrets } = authorizationOf(options.login);
  const headers = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip', ...authorization };
  return {
    name: 'elasticsearch',
    batch: { lines: batchLines, bytes: MOST_BYTES, everyMs },
    async send(lines, signal) {
      const body = await compressed(lines.map((line) => bulkLines(line, options)).join(''));
      const asked = new Set<string>();
      for (;;) {
        const node = nodes.next();
        asked.add(node);
        const url = `${node}/_bulk?filter_path=${FILTER_PATH}`;
        const exchanged = await http.send({ url, headers, body, signal, keepBytes: MOST_ANSWER_BYTES });
        const place = { node, nodes, secrets };
        if (exchanged.ok) return answered(exchanged.answer, place, { lines: lines.length, secrets, now: clock.now() });
        const failure = unreached(exchanged.fault, place);
        // Lines that had arrived all the same are known to every node by their ids.
        if (signal.aborted || asked.has(nodes.next())) return failure;
      }
    },
    async close() {},
  };
}

interface Asked {
  readonly node: string;
  readonly nodes: Nodes;
  readonly secrets: readonly string[];
}

function answered(answer: Answer, { node, nodes }: Asked, context: BulkContext): SendResult {
  const failure = failureOfStatus(answer, { provider: 'Elasticsearch', ...context });
  // What one node asks for, the others do not.
  if (failure?.outcome === 'again')
    return { ...failure, waitMs: nodes.failed(node, { isLasting: false, waitMs: failure.waitMs }) };
  nodes.answered(node);
  return failure ?? resultOf(answer, context);
}

/** A node that is out of reach for good is no reason to give up where there are others. */
function unreached(fault: NetFault, { node, nodes, secrets }: Asked): SendResult {
  const failure = failureOfFault(fault, secrets);
  nodes.failed(node, { isLasting: failure.outcome === 'refused' });
  return nodes.allLost ? failure : { outcome: 'again', words: failure.words };
}
