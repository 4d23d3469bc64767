/** PostgreSQL refuses text with a NUL in it, and SQLite's own functions end there: it becomes the replacement character, the same on both. */
export function bindableText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}
