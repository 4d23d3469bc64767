// All metrics of one server, and the page that shows them. Every instance has its own registry; nothing is global.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The values of each label: a closed set, whose series exist from the start; or an empty list, whose series come with `declare`. */
export type LabelSets = Readonly<Record<string, readonly string[]>>;

/** One value for each label. A label with a closed set takes nothing else. */
export type LabelsOf<Sets extends LabelSets> = {
  readonly [Name in keyof Sets]: Sets[Name] extends readonly [] ? string : Sets[Name][number];
};

export interface MetricOptions<Sets extends LabelSets> {
  /** `tocsin_<area>_<what>_<unit>`, and `_total` at the end of a counter. */
  readonly name: string;
  /** One sentence for whoever reads the metric without the code. */
  readonly help: string;
  readonly labels?: Sets;
}

/** A metric's series: each exists at zero once its labels are known, and goes when its target goes. */
export interface Series<Sets extends LabelSets> {
  declare(labels: LabelsOf<Sets>): void;
  remove(labels: LabelsOf<Sets>): void;
}

export interface CounterMetric<Sets extends LabelSets> extends Series<Sets> {
  increment(labels: LabelsOf<Sets>, by?: number): void;
}

export interface GaugeMetric<Sets extends LabelSets> extends Series<Sets> {
  set(labels: LabelsOf<Sets>, value: number): void;
  add(labels: LabelsOf<Sets>, change: number): void;
}

export interface HistogramMetric<Sets extends LabelSets> extends Series<Sets> {
  observe(labels: LabelsOf<Sets>, value: number): void;
}

export interface Metrics {
  counter<const Sets extends LabelSets>(options: MetricOptions<Sets>): CounterMetric<Sets>;
  gauge<const Sets extends LabelSets>(options: MetricOptions<Sets>): GaugeMetric<Sets>;
  /** A gauge without labels, which is read when the page is rendered. */
  gaugeOf(options: { readonly name: string; readonly help: string }, read: () => number): void;
  /** The same with one series for each value of a label, all of one reading. */
  gaugePer<Value extends string>(
    options: {
      readonly name: string;
      readonly help: string;
      readonly label: string;
      readonly values: readonly Value[];
    },
    read: () => Readonly<Record<Value, number>>,
  ): void;
  /** The same for a count that is kept elsewhere and never falls. */
  counterOf(options: { readonly name: string; readonly help: string }, read: () => number): void;
  histogram<const Sets extends LabelSets>(
    options: MetricOptions<Sets> & { readonly buckets: readonly number[] },
  ): HistogramMetric<Sets>;
  /** The page in Prometheus' text format. */
  render(): Promise<string>;
  readonly contentType: string;
}

const NAME = /^tocsin(?:_[a-z0-9]+){2,}$/;

/** Gauges of prom-client whose names end as a counter's would; the same figures are there by kind without them. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** With `process`, the figures of the process and its event loop are there too; observing them lasts as long as the process. */
export function createMetrics(options: { readonly process?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.process) {
    collectDefaultMetrics({ register: registry });
    for (const name of MISNAMED) registry.removeSingleMetric(name);
  }
  return {
    counter: (wanted) => counterIn(registry, wanted),
    gauge: (wanted) => gaugeIn(registry, wanted),
    gaugeOf: (wanted, read) => {
      const gauge: Gauge = new Gauge({ ...common(registry, wanted), collect: () => gauge.set(read()) });
    },
    gaugePer: (wanted, read) => {
      const collect = (): void => {
        const now = read();
        for (const value of wanted.values) gauge.set({ [wanted.label]: value }, now[value]);
      };
      const gauge = new Gauge<string>({
        ...common(registry, { ...wanted, labels: { [wanted.label]: wanted.values } }),
        collect,
      });
    },
    counterOf: (wanted, read) => {
      const collect = (): void => {
        counter.reset();
        counter.inc(read());
      };
      const counter = new Counter({ ...common(registry, wanted), collect });
    },
    histogram: (wanted) => histogramIn(registry, wanted),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function counterIn<Sets extends LabelSets>(registry: Registry, options: MetricOptions<Sets>): CounterMetric<Sets> {
  if (!options.name.endsWith('_total')) throw new RangeError(`a counter's name ends in _total: ${options.name}`);
  const counter = new Counter<string>(common(registry, options));
  const declare = (labels: LabelsOf<Sets>): void => counter.inc(labels, 0);
  for (const labels of combinations(options.labels)) declare(labels);
  return {
    declare,
    remove: (labels) => counter.remove(labels),
    increment: (labels, by = 1) => counter.inc(labels, by),
  };
}

function gaugeIn<Sets extends LabelSets>(registry: Registry, options: MetricOptions<Sets>): GaugeMetric<Sets> {
  const gauge = new Gauge<string>(common(registry, options));
  const declare = (labels: LabelsOf<Sets>): void => gauge.inc(labels, 0);
  for (const labels of combinations(options.labels)) declare(labels);
  return {
    declare,
    remove: (labels) => gauge.remove(labels),
    set: (labels, value) => gauge.set(labels, value),
    add: (labels, change) => gauge.inc(labels, change),
  };
}

function histogramIn<Sets extends LabelSets>(
  registry: Registry,
  options: MetricOptions<Sets> & { readonly buckets: readonly number[] },
): HistogramMetric<Sets> {
  const histogram = new Histogram<string>({ ...common(registry, options), buckets: [...options.buckets] });
  const declare = (labels: LabelsOf<Sets>): void => histogram.zero(labels);
  for (const labels of combinations(options.labels)) declare(labels);
  return {
    declare,
    remove: (labels) => histogram.remove(labels),
    observe: (labels, value) => histogram.observe(labels, value),
  };
}

function common(registry: Registry, options: MetricOptions<LabelSets>) {
  if (!NAME.test(options.name)) throw new RangeError(`a metric is named tocsin_<area>_<what>: ${options.name}`);
  return {
    name: options.name,
    help: options.help,
    labelNames: Object.keys(options.labels ?? {}),
    registers: [registry],
  };
}

/** Every combination of the labels' values: one without labels, none while a set is still empty. */
function combinations<Sets extends LabelSets>(sets: Sets | undefined): LabelsOf<Sets>[] {
  const all = Object.entries(sets ?? {}).reduce<Readonly<Record<string, string>>[]>(
    (partial, [name, values]) => partial.flatMap((labels) => values.map((value) => ({ ...labels, [name]: value }))),
    [{}],
  );
  // The reduction has taken one value of each set, which the compiler cannot follow.
  return all as LabelsOf<Sets>[];
}
