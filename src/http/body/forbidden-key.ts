// Keys that mean something else in objects of the language than in JSON: nobody's code shall ever meet them.

interface Place {
  readonly value: unknown;
  readonly path: string;
}

/** So few bodies have one of these letters in a row that the others are not looked through. */
const PERHAPS = /proto|\\u/i;

/** The path of the first such key; undefined when there is none. It goes as deep as the value does, without recursion. */
export function forbiddenKey(text: string, value: unknown): string | undefined {
  if (!PERHAPS.test(text)) return undefined;
  const places: Place[] = [{ value, path: '' }];
  for (let place = places.pop(); place; place = places.pop()) {
    if (typeof place.value !== 'object' || place.value === null) continue;
    for (const [key, inner] of Object.entries(place.value)) {
      const path = place.path === '' ? key : `${place.path}.${key}`;
      if (key === '__proto__') return path;
      if (key === 'constructor' && isObject(inner) && Object.hasOwn(inner, 'prototype')) return `${path}.prototype`;
      if (isObject(inner)) places.push({ value: inner, path });
    }
  }
  return undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
