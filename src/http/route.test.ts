import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isTocsinError } from '../core/errors.ts';
import { defineRoute, type RawInput } from './route.ts';

const route = defineRoute({
  method: 'POST',
  path: '/api/things/{id}',
  access: 'open',
  tag: 'Things',
  summary: 'Make a thing',
  params: z.strictObject({ id: z.string().regex(/^\d+$/) }),
  body: z.strictObject({ name: z.string() }),
  replies: { 201: z.object({ id: z.string(), name: z.string() }), 204: 'empty' },
  async handle({ params, body }) {
    const stored = { id: params.id, name: body.name, password_hash: 'leak' };
    return body.name === 'nothing' ? { status: 204 } : { status: 201, body: stored };
  },
});

function run(input: Partial<RawInput>) {
  const origin = { address: '', userAgent: '', correlationId: '' };
  return route.run({
    params: {},
    query: {},
    body: undefined,
    principal: undefined,
    sessionToken: undefined,
    lastEventId: undefined,
    over: new AbortController().signal,
    origin,
    ...input,
  });
}

async function refusalOf(input: Partial<RawInput>): Promise<string> {
  const error: unknown = await run(input).catch((reason: unknown) => reason);
  if (!isTocsinError(error, 'bad_request')) throw new Error('should have been refused');
  return `${error.message} ${error.details.map((detail) => detail.path).join(',')}`;
}

describe('a route', () => {
  test('gives its handler what the schemas made of the request', async () => {
    expect(await run({ params: { id: '7' }, body: { name: 'x' } })).toEqual({
      status: 201,
      body: { id: '7', name: 'x' },
    });
    expect(await run({ params: { id: '7' }, body: { name: 'nothing' } })).toEqual({ status: 204 });
  });

  test('says in words what would have been right', async () => {
    expect(await refusalOf({ params: { id: '7' } })).toContain('"name" in the body: missing.');
    expect(await refusalOf({ params: { id: '7' }, body: { name: 'x', nam: 1 } })).toContain('did you mean "name"?');
  });

  test('lets nothing out that its reply does not name', async () => {
    const reply = await run({ params: { id: '7' }, body: { name: 'x' } });
    expect(JSON.stringify(reply)).not.toContain('leak');
  });

  test('says what was not understood, and where', async () => {
    expect(await refusalOf({ params: { id: 'x' }, body: { name: 'x' } })).toContain('"id" in the path');
    expect(await refusalOf({ params: { id: '7' }, body: { name: 1 } })).toContain('"name" in the body');
    expect(await refusalOf({ params: { id: '7' } })).toContain('"name" in the body');
  });

  test('refuses fields that it does not know, in the body and in the query', async () => {
    expect(await refusalOf({ params: { id: '7' }, body: { name: 'x', admin: true } })).toContain('admin');
    expect(await refusalOf({ params: { id: '7' }, query: { limt: '5' }, body: { name: 'x' } })).toContain('limt');
  });

  test('never repeats a value that it was given', async () => {
    expect(await refusalOf({ params: { id: 'hunter2' }, body: { name: 'x' } })).not.toContain('hunter2');
  });
});
