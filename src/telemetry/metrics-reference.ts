// The reference page of all metrics, written from what a running server shows: `npm run docs:metrics` puts it into docs/guide/metrics.md.

/** What labels hold whose values are not a closed set. */
const OPEN_LABELS: Readonly<Record<string, string>> = {
  channel: 'a channel, such as `webhook`',
  demo: '`true` or `false`',
  destination: 'a provider that log lines are shipped to',
  endpoint: 'the pattern of a route, `ui`, or `unmatched`',
  engine: 'the name of an engine',
  method: 'an HTTP method, or `OTHER`',
  page: 'the pattern of a page of the UI, such as `/events/{id}`, or `other`',
  status_code: 'the status of the answer',
  version: 'the version that runs',
};

interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labels: Map<string, Set<string>>;
}

/** `page` is in Prometheus' text format. Only metrics of Tocsin's own are told one by one. */
export function metricsReference(page: string): string {
  const rows = familiesOf(page)
    .filter(({ name }) => name.startsWith('tocsin_'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, type, help, labels }) => `| \`${name}\` | ${type} | ${labelWords(labels)} | ${help} |`);
  return `${[INTRODUCTION, HEAD, ...rows].join('\n')}\n`;
}

const INTRODUCTION = `<!-- Written from what a running server shows by \`npm run docs:metrics\`; change the texts where the metrics are made, in src/telemetry/occurrences/. -->
# Metrics

What \`/metrics\` shows, in the format of Prometheus. Who may read it, how it is scraped, and what to ask: [observability.md](observability.md).
Every series with the values below is there at zero from the start; those with the name of an engine come and go with it. A histogram has \`_bucket\`, \`_sum\` and \`_count\` behind its name.
Besides these there are the usual figures of the process (\`process_*\`) and of Node (\`nodejs_*\`).
`;

const HEAD = '| metric | kind | labels | meaning |\n|---|---|---|---|';

function familiesOf(page: string): readonly Family[] {
  const families = new Map<string, Family>();
  for (const line of page.split('\n')) {
    const [, about, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (about === 'HELP') families.set(name, { name, type: '', help: rest, labels: new Map() });
    const family = families.get(name);
    if (about === 'TYPE' && family) families.set(name, { ...family, type: rest });
    if (about === undefined) addLabels(families, line);
  }
  return [...families.values()];
}

function addLabels(families: ReadonlyMap<string, Family>, line: string): void {
  const [, name = '', labels = ''] = /^(\w+)\{(.*)\} /.exec(line) ?? [];
  const family = families.get(name) ?? families.get(name.replace(/_(?:bucket|sum|count)$/, ''));
  for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="([^"]*)"/g)) {
    if (label === 'le') continue;
    const values = family?.labels.get(label) ?? new Set();
    family?.labels.set(label, values.add(value));
  }
}

function labelWords(labels: Family['labels']): string {
  const told = [...labels].map(([label, values]) => {
    const meaning = OPEN_LABELS[label] ?? [...values].map((value) => `\`${value}\``).join(', ');
    return `\`${label}\`: ${meaning}`;
  });
  return told.join('; ');
}
