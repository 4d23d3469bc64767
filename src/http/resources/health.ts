// Whether this process may serve, and whether everything is watched that should be.
import { z } from 'zod';
import { defineRoute, type Route } from '../route.ts';

const status = z.enum(['ok', 'degraded', 'failing']);

export const healthReport = z
  .object({
    status,
    version: z.string(),
    checks: z.record(z.string(), z.object({ status, message: z.string() })),
  })
  .meta({ id: 'HealthReport' });
export type HealthReport = z.infer<typeof healthReport>;

export const watchingReport = z.object({ status, reasons: z.array(z.string()) }).meta({ id: 'WatchingReport' });
export type WatchingReport = z.infer<typeof watchingReport>;

/** What the health routes need to know; whoever composes the server knows it. */
export interface HealthSource {
  /** `failing` only when this process cannot serve or the store cannot be written. */
  health(): Promise<HealthReport>;
  /** `failing` when something that should be watched is not being watched. */
  watching(): Promise<WatchingReport>;
}

export function healthRoutes(source: HealthSource): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/health',
      access: 'open',
      tag: 'Health',
      summary: 'May this process serve and store? For container health checks.',
      quiet: true,
      replies: { 200: healthReport, 503: healthReport },
      async handle() {
        const body = await source.health();
        return { status: body.status === 'failing' ? 503 : 200, body };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/health/watching',
      access: 'open',
      tag: 'Health',
      summary: 'Is everything that should be watched being watched? For uptime monitors.',
      quiet: true,
      replies: { 200: watchingReport, 503: watchingReport },
      async handle() {
        const body = await source.watching();
        return { status: body.status === 'failing' ? 503 : 200, body };
      },
    }),
  ];
}
