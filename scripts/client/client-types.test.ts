import { expect, test } from 'vitest';
import { type ApiDocument, clientTypes } from './client-types.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ 'application/json': { schema: { ...schema } } });

const DOCUMENT: ApiDocument = {
  paths: {
    '/api/things/{id}': {
      patch: {
        summary: 'Change a thing',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: text },
          { name: 'dry', in: 'query', required: false, description: 'Only say.', schema: text },
        ],
        requestBody: { required: true, content: json({ $ref: '#/components/schemas/Thing' }) },
        responses: {
          200: { content: json({ $ref: '#/components/schemas/Thing' }) },
          204: {},
          404: { $ref: '#/refused' },
        },
      },
    },
    '/api/stream': {
      post: {
        summary: 'Things as they come',
        parameters: [],
        requestBody: { required: false, content: json({ $ref: '#/components/schemas/Size' }) },
        responses: { 200: { content: { 'text/event-stream': { schema: text, 'x-events': { thing: text } } } } },
      },
    },
  },
  components: {
    schemas: {
      Size: { type: 'number', description: 'In bytes' },
      Thing: { type: 'object', properties: { size: { $ref: '#/components/schemas/Size' } }, required: ['size'] },
    },
  },
};

test('a document is a type for each name, and one with each operation: what it takes, answers and tells', () => {
  expect(clientTypes(DOCUMENT, 'made')).toBe(`// made

/** In bytes */
export type Size = number;

export interface Thing {
  readonly size: Size;
}

/** Every operation of the API: what it takes, and what it answers by status, or as a stream of events. */
export interface Operations {
  /** Change a thing */
  readonly 'PATCH /api/things/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly query?: {
      /** Only say. */
      readonly dry?: string | undefined;
    };
    readonly body: Thing;
    readonly answers: {
      readonly 200: Thing;
      readonly 204: undefined;
    };
  };
  /** Things as they come */
  readonly 'POST /api/stream': {
    readonly body?: Size;
    readonly events: {
      readonly thing: string;
    };
  };
}
`);
});
