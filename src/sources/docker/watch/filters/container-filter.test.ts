import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ContainerPattern, parseContainerPattern } from '../../../../config/container-pattern.ts';
import { containerFilter, type Filterable } from './container-filter.ts';

const web: Filterable = {
  id: 'a1'.repeat(32),
  name: 'shop-web-1',
  image: 'ghcr.io/acme/web:2',
  labels: { team: 'ops', 'com.docker.compose.project': 'shop', empty: '' },
};

function filter(include: string, exclude = '', own: readonly string[] = []) {
  return containerFilter({ include: patterns(include), exclude: patterns(exclude), own });
}

function patterns(text: string): readonly ContainerPattern[] {
  const items = text.split(' ').filter((item) => item !== '');
  return items.map((item) => {
    const pattern = parseContainerPattern(item);
    if (pattern === undefined) throw new Error(`${item} is no pattern`);
    return pattern;
  });
}

describe('which containers are watched', () => {
  test('all, when nothing is said', () => expect(filter('')(web)).toBeUndefined());

  test.each([
    'name=shop-*',
    'name=shop-web-?',
    'image=ghcr.io/acme/*',
    'image=ghcr.io/acme/web',
    'image=*:2',
    'label=team',
    'label=empty',
    'label=team=ops',
    'label=team=o*',
    'project=sh?p',
    'name=other name=*-web-*',
  ])('%s means it', (items) => {
    expect(filter(items)(web)).toBeUndefined();
    expect(filter('', items)(web)).toBe('excluded');
    expect(filter(items, items)(web)).toBe('excluded');
  });

  test.each([
    'name=shop',
    'image=web',
    'label=tea',
    'label=team=dev',
    'label=toString',
    'label=empty=?',
    'project=shop-*',
    'project=?',
  ])('%s does not mean it', (items) => {
    expect(filter(items)(web)).toBe('not_included');
    expect(filter('', items)(web)).toBeUndefined();
  });

  test('project=* means the containers of any project, and no others', () => {
    expect(filter('project=*')(web)).toBeUndefined();
    expect(filter('project=*')({ ...web, labels: {} })).toBe('not_included');
  });

  test.each(['false', 'FALSE', ' no ', 'off', '0'])('the label tocsin.enable=%s opts out, included or not', (value) => {
    const container = { ...web, labels: { ...web.labels, 'tocsin.enable': value } };
    expect(filter('name=*')(container)).toBe('label');
  });

  test.each(['true', '', 'flase'])('the label tocsin.enable=%j does not opt out', (value) => {
    expect(filter('')({ ...web, labels: { 'tocsin.enable': value } })).toBeUndefined();
  });

  test('never itself, however it is known, and no other instance of the same image', () => {
    expect(filter('name=*', '', [web.id])(web)).toBe('own');
    expect(filter('name=*', '', ['a1a1a1a1a1a1'])(web)).toBe('own');
    expect(filter('', '', ['b2b2b2b2b2b2'])(web)).toBeUndefined();
    expect(filter('')({ ...web, labels: { 'tocsin.self': 'true' } })).toBe('own');
    expect(filter('')({ ...web, labels: { 'tocsin.self': 'false' } })).toBeUndefined();
  });

  test('a container that any item excludes is never watched, and one that is watched is included by an item if there are any', () => {
    const item = fc.constantFrom('name=a*', 'name=?b', 'image=a', 'image=b:*', 'label=a', 'label=b=a*', 'project=a?');
    const word = fc.constantFrom('a', 'ab', 'b', 'b:1', 'bb');
    const container = fc.record({
      id: word,
      name: word,
      image: word,
      labels: fc.dictionary(fc.constantFrom('a', 'b', 'com.docker.compose.project'), word),
    });
    const items = fc.array(item, { maxLength: 4 });
    fc.assert(
      fc.property(items, items, container, (include, exclude, one) => {
        const watched = filter(include.join(' '), exclude.join(' '))(one) === undefined;
        const named = (by: readonly string[]) => by.some((each) => filter(each)(one) === undefined);
        expect(watched).toBe(!named(exclude) && (include.length === 0 || named(include)));
      }),
      { numRuns: 1_000 },
    );
  });
});
