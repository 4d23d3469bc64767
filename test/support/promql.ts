// What a query of PromQL asks for, as far as a test has to know: which series it takes, and by which labels it groups them.
import type { PrometheusServer } from './prometheus.ts';

/** Names of metrics as this server has them, with what is demanded of their labels. */
const SELECTOR = /\b(?:tocsin|process|nodejs)_\w+\b(?:\{[^}]*\})?|\bup\b(?:\{[^}]*\})?/g;
const GROUPING = /\bby \(([^)]*)\)/g;

export interface AskedFor {
  /** Such as `tocsin_engine_up{engine="nas"}`. */
  readonly selectors: readonly string[];
  /** The labels after `by`, but `le`, which only buckets have. */
  readonly groupings: readonly string[];
}

export function askedFor(query: string): AskedFor {
  const groupings = [...query.matchAll(GROUPING)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim()),
  );
  return {
    selectors: [...new Set(query.match(SELECTOR) ?? [])],
    groupings: [...new Set(groupings)].filter((name) => name !== ''),
  };
}

/** What of a query is not there: series that it takes and labels by which it groups. Throws where the query itself is none. */
export async function queryFaults(prometheus: PrometheusServer, query: string): Promise<readonly string[]> {
  await prometheus.query(query);
  const { selectors, groupings } = askedFor(query);
  if (selectors.length === 0) return [`${query} asks for nothing of Tocsin`];
  const has = async (selector: string): Promise<boolean> => (await prometheus.query(`count(${selector})`)).length > 0;
  const faults: string[] = [];
  for (const selector of selectors) if (!(await has(selector))) faults.push(`${selector} has no series`);
  for (const label of groupings) {
    const labelled = selectors.map((one) =>
      one.endsWith('}') ? one.replace(/\}$/, `,${label}!=""}`) : `${one}{${label}!=""}`,
    );
    const found = await Promise.all(labelled.map(has));
    if (!found.includes(true)) faults.push(`${query} groups by ${label}, which none of its series has`);
  }
  return faults;
}
