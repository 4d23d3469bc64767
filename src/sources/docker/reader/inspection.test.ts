import { describe, expect, test } from 'vitest';
import { readInspection } from './inspection.ts';

const withSize = (size: unknown) =>
  readInspection({
    State: { Running: true },
    HostConfig: { LogConfig: { Type: 'json-file', Config: { 'max-size': size } } },
  });

describe('what an engine says of a container', () => {
  test.each([
    ['10m', 10 * 1024 ** 2],
    ['512kb', 512 * 1024],
    ['1.5G', 1.5 * 1024 ** 3],
    ['7', 7],
    ['-1', undefined],
    ['much', undefined],
    [undefined, undefined],
  ])('has files of %j that are replaced at %j bytes', (size, bytes) => {
    const usual = { isRunning: true, isRemovedAtEnd: false, startedAt: undefined };
    expect(withSize(size)).toEqual({ ...usual, rotatesAtBytes: bytes, keptBytes: bytes });
  });

  test.each([
    ['json-file', { 'max-size': '1m', 'max-file': '3' }, 3 * 1024 ** 2],
    ['json-file', { 'max-size': '1m', 'max-file': 'some' }, 1024 ** 2],
    ['json-file', { 'max-file': '3' }, undefined],
    ['local', {}, 100 * 1024 ** 2],
    ['local', { 'max-size': '1k', 'max-file': '2' }, 2_048],
  ])('has a log by %s with %j of which so many bytes are kept: %j', (Type, Config, bytes) => {
    expect(readInspection({ HostConfig: { LogConfig: { Type, Config } } })).toMatchObject({ keptBytes: bytes });
  });

  test.each([true, false])('has whether it is removed at its end: %j', (AutoRemove) => {
    expect(readInspection({ HostConfig: { AutoRemove } })).toMatchObject({ isRemovedAtEnd: AutoRemove });
  });

  test('is not made a text of where it is none, for it may be nested without end', () => {
    const nested: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(withSize(nested)).toMatchObject({ rotatesAtBytes: undefined });
  });

  test('is none when it has another shape', () => {
    expect([readInspection([]), readInspection({ State: 5 })]).toEqual([undefined, undefined]);
  });
});
