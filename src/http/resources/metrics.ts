// Prometheus metrics: for this machine, for whoever may read, or for all when the configuration says so.
import { z } from 'zod';
import { authorize } from '../guards/authentication.ts';
import { defineRoute, type Route } from '../route.ts';

export interface MetricsDeps {
  readonly metrics: { render(): Promise<string>; readonly contentType: string };
  readonly metricsPublic: boolean;
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/i;

export function metricsRoutes({ metrics, metricsPublic }: MetricsDeps): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/metrics',
      access: 'open',
      tag: 'System',
      summary: 'Prometheus metrics; open on loopback, else for a token that may read',
      quiet: true,
      query: z.looseObject({}),
      replies: { 200: 'text' },
      async handle({ origin, principal }) {
        if (!metricsPublic && !LOOPBACK.test(origin.address)) authorize(principal, 'read');
        return { status: 200, text: { type: metrics.contentType, content: await metrics.render() } };
      },
    }),
  ];
}
