// The API's own description, for programs and for people.
import { z } from 'zod';
import { API_DOCS_STYLE, apiDocsPage } from '../description/api-docs.ts';
import { describeApi, openApiDocument } from '../description/openapi.ts';
import { defineRoute, type Route } from '../route.ts';

/** `routes` are all the others. */
export function documentRoutes(routes: readonly Route[], version: string): Route[] {
  const own: Route[] = [
    defineRoute({
      method: 'GET',
      path: '/api/openapi.json',
      access: 'read',
      tag: 'System',
      summary: 'This API as an OpenAPI 3.1 document',
      replies: { 200: z.looseObject({}) },
      async handle() {
        return { status: 200, body: document };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/docs',
      access: 'read',
      tag: 'System',
      summary: 'This API as a page to read',
      replies: { 200: 'text' },
      async handle() {
        return { status: 200, text: { type: 'text/html; charset=utf-8', content: page } };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/docs.css',
      access: 'read',
      tag: 'System',
      summary: 'The style of that page',
      replies: { 200: 'text' },
      async handle() {
        return { status: 200, text: { type: 'text/css; charset=utf-8', content: API_DOCS_STYLE } };
      },
    }),
  ];
  const described = describeApi([...routes, ...own]);
  const document = openApiDocument(described, version);
  const page = apiDocsPage(described);
  return own;
}
