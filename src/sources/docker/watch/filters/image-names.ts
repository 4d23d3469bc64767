// The names under which people know an image.

/**
 * All that may be written for the same image: as the engine says it, and without what goes without saying — Docker's own
 * registry, the tag, `latest`. An image that only its hash is left of has no other name.
 */
export function imageNames(image: string): readonly string[] {
  const familiar = image.replace(/^docker\.io\//, '').replace(/^library\//, '');
  const [tagged = familiar] = familiar.split('@', 1);
  const colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
  const bare = colon === -1 ? tagged : tagged.slice(0, colon);
  const latest = colon === -1 && tagged === familiar ? [`${tagged}:latest`] : [];
  return [...new Set([image, familiar, tagged, bare, ...latest])];
}
