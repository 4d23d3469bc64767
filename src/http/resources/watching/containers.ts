// The containers that are watched, and how: /api/containers and /api/workloads.
import { z } from 'zod';
import { TocsinError } from '../../../core/errors.ts';
import { noSeverityCounts } from '../../../core/events/severity-counts.ts';
import type { EventReader } from '../../../events/event-reader.ts';
import { defineRoute, type Route } from '../../route.ts';
import { DEFAULT_PAGE, pageOf, pageQuery, workloadId } from '../shapes.ts';
import { type ContainerView, containerView, type WorkloadView, workloadShape } from './container-shapes.ts';
import { pageOfRows } from './row-pages.ts';
import { containerShown, workloadShown } from './shown-names.ts';

/** What the routes need to know; whoever composes the server knows it. */
export interface CoverageSource {
  /** Every container that is there or went within the last hour. */
  containers(): Promise<readonly ContainerView[]>;
  /** Every container that is there. */
  containersThere(): Promise<readonly ContainerView[]>;
  /** By its id, or by a beginning of it that is no other's. */
  container(id: string): Promise<ContainerView | undefined>;
  workloads(): Promise<readonly WorkloadView[]>;
}

export const containerInPath = z.strictObject({
  id: z.string().min(1).max(128).meta({ description: 'The id of a container, or its beginning.' }),
});
const workloadInPath = z.strictObject({ id: workloadId });

const listQuery = pageQuery.extend({
  state: containerView.shape.state.optional(),
  host: z.string().max(100).optional(),
  workload_id: workloadInPath.shape.id.optional(),
  gaps: z.literal('true').optional().meta({ description: 'Only containers with a gap.' }),
});

export function containerRoutes(coverage: CoverageSource): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/containers',
      access: 'read',
      tag: 'Watching',
      summary: 'The coverage: how each container is watched, and what of it was lost',
      query: listQuery,
      replies: { 200: pageOf(containerView) },
      async handle({ query: { limit = DEFAULT_PAGE, cursor, ...filter } }) {
        const fits = (one: ContainerView): boolean =>
          (filter.state === undefined || one.state === filter.state) &&
          (filter.host === undefined || one.host === filter.host) &&
          (filter.workload_id === undefined || one.workload.id === filter.workload_id) &&
          (filter.gaps === undefined || one.gaps_total > 0);
        const rows = (await coverage.containers()).filter(fits);
        const key = ({ found_at, id }: ContainerView) => `${found_at} ${id}`;
        const { items, next_cursor } = pageOfRows(rows, { limit, cursor, key });
        return { status: 200, body: { items: items.map(containerShown), next_cursor } };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/containers/{id}',
      access: 'read',
      tag: 'Watching',
      summary: 'How one container is watched',
      params: containerInPath,
      replies: { 200: containerView },
      async handle({ params }) {
        const body = await coverage.container(params.id);
        if (body === undefined)
          throw new TocsinError('not_found', 'No container with this id is known; GET /api/containers lists them.');
        return { status: 200, body: containerShown(body) };
      },
    }),
  ];
}

/** What happened in workloads is asked only of those that are shown. */
export function workloadRoutes(coverage: CoverageSource, events: Pick<EventReader, 'countLastDay'>): Route[] {
  async function withEvents(workloads: readonly WorkloadView[]) {
    const counts = await events.countLastDay(workloads.map(({ id }) => id));
    return workloads.map((one) => ({ ...workloadShown(one), events_24h: counts.get(one.id) ?? noSeverityCounts() }));
  }
  return [
    defineRoute({
      method: 'GET',
      path: '/api/workloads',
      access: 'read',
      tag: 'Watching',
      summary: 'What the containers are instances of',
      query: pageQuery,
      replies: { 200: pageOf(workloadShape) },
      async handle({ query: { limit = DEFAULT_PAGE, cursor } }) {
        const rows = await coverage.workloads();
        const key = ({ first_found_at, id }: WorkloadView) => `${first_found_at} ${id}`;
        const { items, next_cursor } = pageOfRows(rows, { limit, cursor, key });
        return { status: 200, body: { items: await withEvents(items), next_cursor } };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/workloads/{id}',
      access: 'read',
      tag: 'Watching',
      summary: 'One workload with its containers',
      params: workloadInPath,
      replies: { 200: workloadShape },
      async handle({ params }) {
        const found = (await coverage.workloads()).filter(({ id }) => id === params.id);
        const [body] = await withEvents(found);
        if (body === undefined) throw new TocsinError('not_found', 'No workload with this id is known.');
        return { status: 200, body };
      },
    }),
  ];
}
