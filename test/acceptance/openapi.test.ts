import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly security: readonly Json[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: Json;
}

let server: TestServer;
let document: Json;
let operations: readonly { readonly path: string; readonly name: string; readonly operation: Operation }[];
beforeAll(async () => {
  server = await runServer();
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  document = (await admin.get('/api/openapi.json')).body ?? {};
  const paths = document.paths as Record<string, Record<string, Operation>>;
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, name: `${method} ${path}`, operation })),
  );
});
afterAll(() => server.dispose());

/** Every value of a property of this name, at any depth. */
function everyValue(name: string, within: unknown): unknown[] {
  if (typeof within !== 'object' || within === null) return [];
  return Object.entries(within).flatMap(([key, value]) => [
    ...(key === name ? [value] : []),
    ...everyValue(name, value),
  ]);
}

/** What a reference such as `#/components/responses/Refused401` leads to. */
function resolve(reference: string): unknown {
  const [root, ...steps] = reference.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return root === '#' ? steps.reduce<unknown>((at, step) => (at as Json | undefined)?.[step], document) : undefined;
}

describe('the OpenAPI document that is served', () => {
  test('is of version 3.1.0, and each of its references leads somewhere', () => {
    expect(document.openapi).toBe('3.1.0');
    const references = everyValue('$ref', document).map(String);
    expect(references.length).toBeGreaterThan(0);
    expect([...new Set(references)].filter((reference) => resolve(reference) === undefined)).toEqual([]);
  });

  test('gives every operation an id of its own, a tag, a summary and replies', () => {
    expect(operations.length).toBeGreaterThan(20);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { name, operation } of operations) {
      expect(operation.operationId, name).toMatch(/^[a-z]\w+$/);
      expect(operation.tags, name).toEqual([expect.stringMatching(/\S/)]);
      expect(operation.summary, name).toMatch(/\S/);
      expect(
        Object.keys(operation.responses).some((status) => status.startsWith('2')),
        name,
      ).toBe(true);
    }
  });

  test('declares exactly the parameters that stand in the path', () => {
    for (const { path, name, operation } of operations) {
      const declared = operation.parameters.filter((parameter) => parameter.in === 'path');
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(declared.map((parameter) => parameter.name).sort(), name).toEqual(inPath.sort());
      expect(
        declared.every((parameter) => parameter.required),
        name,
      ).toBe(true);
    }
  });

  test('says of every operation who may call it, and opens only what must be open', () => {
    const schemes = Object.keys((document.components as { securitySchemes: Json }).securitySchemes);
    for (const { name, operation } of operations)
      for (const scheme of operation.security.flatMap((way) => Object.keys(way)))
        expect(schemes, name).toContain(scheme);
    const open = operations.filter(({ operation }) => operation.security.length === 0).map(({ name }) => name);
    expect(open.sort()).toEqual([
      'get /api/auth/setup',
      'get /api/health',
      'get /api/health/watching',
      'get /metrics',
      'post /api/auth/login',
      'post /api/auth/logout',
      'post /api/auth/setup',
    ]);
  });
});
