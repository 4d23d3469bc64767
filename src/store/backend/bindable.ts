// What can be bound to a statement, whatever the database.

/** PostgreSQL refuses text with a NUL in it, and SQLite's own functions end there: it becomes the replacement character, the same on both. */
export function bindableText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

/** All that a statement of ours is given; never undefined, which a driver would take for NULL. */
export type Bindable = string | number | bigint | boolean | Uint8Array | null;

/** Throws where there is no value of this name: as NULL, which is a value as well, it would be lost in silence. */
export function bound<Value>(values: Readonly<Record<string, Value>>, name: string): Value {
  const value = values[name];
  if (value === undefined) throw new RangeError(`A statement was given no value for "${name}".`);
  return value;
}
