// How the lines of a workload are joined, and taken out of what they stand in, for whoever tries lines as if they were some of it.
import type { GivenText } from '../../../core/joining/joined-texts.ts';
import type { Joining } from '../../../core/joining/joining.ts';
import type { ContainerView } from '../watching/container-shapes.ts';
import type { CoverageSource } from '../watching/containers.ts';

/** What the log makes of a line as it stands there; of any other one itself. */
export type LineOpener = (line: string) => GivenText;

export interface WorkloadLines {
  readonly coverage: Pick<CoverageSource, 'containers'>;
  /** Undefined where its lines stay apart. */
  readonly joiningOf: (container: Pick<ContainerView, 'joins_lines' | 'join_start'>) => Joining | undefined;
  /** Undefined where lines are what stands in the log, and not members of objects. */
  readonly openerOf: (container: Pick<ContainerView, 'host' | 'name' | 'workload'>) => LineOpener | undefined;
}

/** A line feed parts lines that were joined: they have the object of the first. */
export function opened(line: string, opener: LineOpener | undefined): GivenText {
  if (opener === undefined) return { text: line, object: undefined };
  const each = line.split('\n').map(opener);
  return { text: each.map(({ text }) => text).join('\n'), object: each[0]?.object };
}

/** Of those that are there the one that was found last. */
export async function newestOf(
  { coverage }: Pick<WorkloadLines, 'coverage'>,
  workloadId: string,
): Promise<ContainerView | undefined> {
  const all = await coverage.containers();
  return all.findLast(({ workload, state }) => workload.id === workloadId && state !== 'gone');
}
