import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A fingerprint of named texts, and of the platform, since native packages differ by it. */
export function fingerprint(texts) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const [name, text] of texts) hash.update(`\0${name}\0`).update(text);
  return hash.digest('hex');
}

/** The file's text, empty when it is not there. */
export function textOf(file) {
  return existsSync(file) ? readFileSync(file) : '';
}

/** All files below a folder that `wanted` lets in, as pairs of path and text. */
export function filesBelow(folder, wanted) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(wanted)
    .sort()
    .flatMap((name) => {
      const file = path.join(folder, name);
      return statSync(file).isDirectory() ? filesBelow(file, wanted) : [[file, readFileSync(file)]];
    });
}

/** A stamp says which state a folder was brought to. It is written last, so that what was interrupted is done again. */
export function isStamped(file, wanted) {
  return textOf(file).toString() === wanted;
}

export function stamp(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
