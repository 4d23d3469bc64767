import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ApiClient } from '../../test/support/api-client.ts';
import { ADMIN_PASSWORD, runServer } from '../../test/support/running-server.ts';
import { createCaller } from './caller.ts';
import { createStreamCaller } from './stream-caller.ts';
import { createApi } from './tocsin-api.ts';

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** What every call of the UI asks for, by its name. */
async function calls() {
  const asked: (readonly [string, string, URL])[] = [];
  let current = '';
  const options = {
    fetch: async (url: string | URL | Request, request: RequestInit = {}) => {
      asked.push([current, request.method ?? 'GET', new URL(String(url), 'http://tocsin')]);
      return Response.json({});
    },
    onUnauthenticated: async () => false,
  };
  const follower = { onProgress: () => {}, signal: new AbortController().signal };
  const api = createApi(createCaller(options), createStreamCaller(options));
  for (const [name, call] of Object.entries(api)) {
    current = name;
    // What is sent does not matter here: a text serves as an id, and as a cursor. What takes neither asks for something without, or by a stream that is followed.
    const before = asked.length;
    for (const given of [['7'], [], ['7', follower]])
      if (asked.length === before) await (async () => Reflect.apply(call, undefined, given))().catch(() => {});
  }
  return { names: Object.keys(api), asked };
}

/** As a running server gives it. */
async function documentedPaths(): Promise<Paths> {
  const server = await runServer();
  onTestFinished(() => server.dispose());
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  return (await admin.get('/api/openapi.json')).body?.paths as Paths;
}

test('every call of the UI is one of the API’s document, by its method, its path and what it asks for', async () => {
  const paths = await documentedPaths();
  const { names, asked } = await calls();
  // None is left out, whatever it takes.
  expect(new Set(asked.map(([name]) => name))).toEqual(new Set(names));
  const faults = asked.flatMap(([name, method, url]) => {
    const path = Object.keys(paths).find((pattern) => url.pathname === pattern.replace(/\{\w+\}/g, '7'));
    const operation = path === undefined ? undefined : paths[path]?.[method.toLowerCase()];
    if (operation === undefined) return [`${name}: ${method} ${url.pathname}`];
    const known = operation.parameters.filter((one) => one.in === 'query').map((one) => one.name);
    // A text that is spread over a query has its characters as names.
    const unknown = [...url.searchParams.keys()].filter((key) => !known.includes(key) && !/^\d+$/.test(key));
    return unknown.map((key) => `${name}: ${key}`);
  });
  expect(faults).toEqual([]);
});

test('no address of the API stands in the UI that its document does not have, by whatever means it is asked for', async () => {
  const paths = await documentedPaths();
  const web = path.resolve(import.meta.dirname, '..');
  const files = globSync('**/*.{ts,tsx}', { cwd: web }).filter((name) => !/\.test\.ts|\.generated\.|^dist/.test(name));
  const named = files.flatMap((name) => {
    const text = readFileSync(path.join(web, name), 'utf8');
    return [...text.matchAll(/['"`](?:([A-Z]+) )?(\/api\/[\w{}/.-]+)/g)].map(([, method, address = '']) => ({
      name,
      method: method?.toLowerCase(),
      address,
    }));
  });
  expect(named.length).toBeGreaterThan(50);
  const faults = named.filter(({ method, address }) => {
    const operations = paths[address];
    return operations === undefined || (method !== undefined && operations[method] === undefined);
  });
  expect(faults).toEqual([]);
});
