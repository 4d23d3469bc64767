import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '../route.ts';
import { apiDocsPage } from './api-docs.ts';
import { describeApi } from './openapi.ts';

const routeWith = (summary: string) =>
  defineRoute({
    method: 'GET',
    path: '/api/things',
    access: 'read',
    tag: 'Things',
    summary,
    replies: { 204: 'empty' },
    handle: async () => ({ status: 204 }),
  });

test('the page of the API ends each summary as a sentence, once, and takes none for markup', () => {
  const routes = ['All <things>', 'Is it well?', 'May it serve? For probes.'].map(routeWith);
  const page = apiDocsPage(describeApi(routes));
  const summaries = [...page.matchAll(/<p>(.*?) <small>any user/g)].map(([, text]) => text);
  expect(summaries).toEqual(['All &lt;things&gt;.', 'Is it well?', 'May it serve? For probes.']);
});

test('the page of the API shows a shape with a name once, and leads to it from wherever it stands', () => {
  const thing = z.object({ size: z.number() }).meta({ id: 'ThingOfTest' });
  const give = { access: 'read', tag: 'Things', summary: 'One', replies: { 200: thing } } as const;
  const handle = async () => ({ status: 200 as const, body: { size: 1 } });
  const paths = ['/api/things', '/api/others'] as const;
  const routes = paths.map((path) => defineRoute({ method: 'GET', path, ...give, handle }));
  const page = apiDocsPage(describeApi(routes));
  expect(page.match(/<a href="#shape-ThingOfTest">/g)).toHaveLength(2);
  expect(page.match(/ id="shape-ThingOfTest">/g)).toHaveLength(1);
  expect(page.match(/size/g)).toHaveLength(2);
});
