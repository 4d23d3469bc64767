// Which containers of an engine are watched.
import type { ContainerPattern } from '../../../../config/container-pattern.ts';
import { composeProjectOf } from '../containers/workload-of.ts';
import { compileGlob } from './glob.ts';
import { imageNames } from './image-names.ts';
import { saysNo, saysYes } from './label-words.ts';

/** Why a container is not watched: its own label says so; it is Tocsin's; an item excludes it; the items that include some do not name it. */
export type Exclusion = 'label' | 'own' | 'excluded' | 'not_included';

/** What of a container decides. */
export interface Filterable {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Undefined when the container is to be watched. */
export type ContainerFilter = (container: Filterable) => Exclusion | undefined;

/** Set on a container to have it left alone. */
const OPT_OUT = 'tocsin.enable';
/** Carried by our own image, so that of several instances none watches another: what one says of a line would be a line for the next. */
const OWN = 'tocsin.self';

/** Nothing given: every container but those that opted out and our own. */
export function containerFilter(options: {
  readonly include: readonly ContainerPattern[];
  readonly exclude: readonly ContainerPattern[];
  /** Beginnings of ids, one of which is our own container's. */
  readonly own: readonly string[];
}): ContainerFilter {
  const [include, exclude] = [options.include.map(fitsPattern), options.exclude.map(fitsPattern)];
  return (container) => {
    if (options.own.some((id) => container.id.startsWith(id)) || saysYes(container.labels[OWN])) return 'own';
    if (saysNo(container.labels[OPT_OUT])) return 'label';
    if (exclude.some((fits) => fits(container))) return 'excluded';
    return include.length === 0 || include.some((fits) => fits(container)) ? undefined : 'not_included';
  };
}

/** Whether a container fits an item. */
export function fitsPattern(item: ContainerPattern): (container: Filterable) => boolean {
  const glob = item.pattern === undefined ? () => true : compileGlob(item.pattern);
  const fitsIfThere = (value: string | undefined): boolean => value !== undefined && glob(value);
  switch (item.by) {
    case 'name':
      return ({ name }) => glob(name);
    case 'image':
      return ({ image }) => imageNames(image).some(glob);
    case 'project':
      return ({ labels }) => fitsIfThere(composeProjectOf(labels));
    case 'label':
      return ({ labels }) => fitsIfThere(Object.hasOwn(labels, item.label) ? labels[item.label] : undefined);
  }
}
