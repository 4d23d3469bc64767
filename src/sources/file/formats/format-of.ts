// Which format reads the lines of a file.
import type { WatchedPaths } from '../watched-paths.ts';
import { criFormat } from './cri-format.ts';
import { dockerJsonFormat } from './docker-json-format.ts';
import type { LineFormat } from './line-format.ts';
import { ndjsonFormat } from './ndjson-format.ts';
import { plainFormat } from './plain-format.ts';

/** One for each file: some keep what of a line has come. */
export function formatOf({ format, message }: Pick<WatchedPaths, 'format' | 'message'>): LineFormat {
  switch (format) {
    case 'plain':
      return plainFormat;
    case 'docker-json':
      return dockerJsonFormat();
    case 'cri':
      return criFormat();
    case 'ndjson':
      return ndjsonFormat(message);
  }
}
