import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineRoute, type Reply, type Route } from '../route.ts';
import { describeApi, openApiDocument } from './openapi.ts';

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

type Json = Readonly<Record<string, unknown>>;

const size = z.int().min(1).meta({ id: 'SizeOfTest' });

function naming(body: z.ZodType, path: `/${string}`, reply: Reply = 'empty'): Route {
  const said = { method: 'POST', path, access: 'admin', tag: 'Things', summary: 'Make a thing' } as const;
  return { ...said, schemas: { body, replies: { 200: reply } }, run: async () => ({ status: 200 }) };
}

const bodyWith = (properties: Json) => ({
  requestBody: { content: { 'application/json': { schema: { properties } } } },
});

describe('the OpenAPI document', () => {
  const document = openApiDocument(describeApi([route]), '1.2.3');

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

  test('has what has a name once, and refers to it', () => {
    const routes = [naming(z.strictObject({ size }), '/api/a'), naming(z.object({ size: size.nullable() }), '/api/b')];
    const { paths, components } = openApiDocument(describeApi(routes), '1') as Json;
    expect(components).toMatchObject({ schemas: { SizeOfTest: { type: 'integer', minimum: 1 } } });
    const reference = { $ref: '#/components/schemas/SizeOfTest' };
    expect(paths).toMatchObject({
      '/api/a': { post: bodyWith({ size: reference }) },
      '/api/b': { post: bodyWith({ size: { anyOf: [reference, { type: 'null' }] } }) },
    });
  });

  test('refuses one name for two schemas, as what is taken and what is given may be', () => {
    const size = z.object({ deep: z.number().default(1) }).meta({ id: 'DeepOfTest' });
    expect(() => describeApi([naming(z.object({ size }), '/api/a', size)])).toThrow('have the name DeepOfTest');
  });

  test('says whether a body may be left out', () => {
    const bodies = { needed: z.object({ a: z.string() }), not: z.object({ a: z.string().optional() }) };
    const routes = Object.entries(bodies).map(([name, body]) => naming(body, `/api/${name}`));
    expect(openApiDocument(describeApi(routes), '1')).toMatchObject({
      paths: {
        '/api/needed': { post: { requestBody: { required: true } } },
        '/api/not': { post: { requestBody: { required: false } } },
      },
    });
  });

  test('has each event of a stream with the schema of its data, its end among them', () => {
    const stream = naming(z.object({}), '/api/a', { events: { told: z.object({ words: z.string() }) } });
    expect(openApiDocument(describeApi([stream]), '1').paths).toMatchObject({
      '/api/a': {
        post: {
          responses: {
            200: {
              content: {
                'text/event-stream': {
                  'x-events': { told: { required: ['words'] }, closing: { required: ['reason'] } },
                },
              },
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
