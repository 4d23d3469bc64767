import { expect, test } from 'vitest';
import { defineRoute } from '../route.ts';
import { apiDocsPage } from './api-docs.ts';

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
  const page = apiDocsPage(['All <things>', 'Is it well?', 'May it serve? For probes.'].map(routeWith));
  const summaries = [...page.matchAll(/<p>(.*?) <small>any user/g)].map(([, text]) => text);
  expect(summaries).toEqual(['All &lt;things&gt;.', 'Is it well?', 'May it serve? For probes.']);
});
