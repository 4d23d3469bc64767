import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '../route.ts';
import { openApiDocument } from './openapi.ts';

const route = defineRoute({
  method: 'PATCH',
  path: '/api/things/{id}',
  access: 'admin',
  tag: 'Things',
  summary: 'Change a thing',
  params: z.strictObject({ id: z.string() }),
  query: z.strictObject({ dry: z.string().optional().meta({ description: 'only say what would happen' }) }),
  body: z.strictObject({ name: z.string().max(5) }),
  replies: { 200: z.object({ id: z.string() }), 204: 'empty' },
  async handle({ params }) {
    return { status: 200, body: params };
  },
});

describe('the OpenAPI document', () => {
  const document = openApiDocument([route], '1.2.3');

  test('says what a route takes and gives, by the schemas that check it', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { version: '1.2.3' },
      paths: {
        '/api/things/{id}': {
          patch: {
            operationId: 'patchApiThingsId',
            security: [{ session: ['admin'] }, { token: ['admin'] }],
            parameters: [
              { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
              { name: 'dry', in: 'query', required: false, description: 'only say what would happen' },
            ],
            requestBody: {
              content: {
                'application/json': { schema: { properties: { name: { maxLength: 5 } }, additionalProperties: false } },
              },
            },
            responses: {
              200: { content: { 'application/json': { schema: { required: ['id'] } } } },
              204: { description: 'Done' },
            },
          },
        },
      },
    });
  });

  test('names every refusal that a route may answer, and each reference leads somewhere', () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"#\/components\/responses\/(\w+)"/g)].map((match) => match[1]);
    expect(references).toContain('Refused422');
    for (const name of references) expect(text).toContain(`"${name}":{"description"`);
  });
});
