/** A URL whose path can be decoded: where it cannot, each percent sign stands for itself. The request then goes the way of all others, through guard and log. */
export function readablePath(url: string): string {
  const end = url.search(/[?#]/);
  const [path, rest] = end < 0 ? [url, ''] : [url.slice(0, end), url.slice(end)];
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return path.replaceAll('%', '%25') + rest;
  }
}
