// How the watching of files stands, in the words of the API.
import type { FileDetailsView, WatchedFilesView } from '../../../http/resources/watching/file-shapes.ts';
import type { FileDetails } from '../../../sources/file/file-status.ts';
import type { FilesSeen } from '../health/files-health.ts';

export function shownFiles({ name, isOurs, unwatchedMs, status }: FilesSeen): WatchedFilesView {
  return {
    machine: name,
    watched_by: isOurs ? 'this_instance' : unwatchedMs === undefined ? 'another_instance' : 'nobody',
    files: isOurs ? status.files : 0,
    polled: isOurs && status.isPolled,
    patterns: status.patterns.map(({ pattern, workload = null, format, found, why }) => ({
      ...{ pattern, workload, format },
      found: isOurs ? (found ?? null) : null,
      why: isOurs ? (why ?? null) : null,
    })),
  };
}

export const shownDetails = ({ format, dialect, size, at }: FileDetails): FileDetailsView => ({
  format,
  dialect: dialect ?? null,
  size_bytes: size ?? null,
  read_bytes: at ?? null,
});
