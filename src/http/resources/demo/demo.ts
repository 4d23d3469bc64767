// The demo that this server can show beside its own data.
import type { RequestListener } from 'node:http';
import { z } from 'zod';
import { defineRoute, type Route } from '../../route.ts';

/** Where a demo is shown; whoever composes the server knows it. */
export interface Stage {
  readonly isShown: boolean;
  /** Resolves when it is shown. A demo refuses to show another one. */
  begin(): Promise<void>;
  end(): Promise<void>;
  /** What answers requests below `/demo/api`; undefined while none is shown. */
  readonly handler: RequestListener | undefined;
}

const demoState = z
  .object({
    is_shown: z
      .boolean()
      .meta({ description: 'Its pages are below /demo/, and its API below /demo/api/, for whoever may read here.' }),
  })
  .meta({ id: 'DemoState' });

export function demoRoutes(stage: Stage): Route[] {
  const state = () => ({ is_shown: stage.isShown });
  return [
    defineRoute({
      method: 'GET',
      path: '/api/demo',
      access: 'read',
      tag: 'System',
      summary: 'Is a demo shown beside this server?',
      replies: { 200: demoState },
      async handle() {
        return { status: 200, body: state() };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/demo',
      access: 'admin',
      tag: 'System',
      summary:
        'Show a demo beside this server: invented, in memory, and apart from everything here. It ends by itself when nobody looks at it.',
      body: z.strictObject({}).optional(),
      replies: { 200: demoState },
      async handle() {
        await stage.begin();
        return { status: 200, body: state() };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/demo',
      access: 'admin',
      tag: 'System',
      summary: 'End the demo',
      replies: { 204: 'empty' },
      async handle() {
        await stage.end();
        return { status: 204 };
      },
    }),
  ];
}
