// A source of files that says when all that there were when it began are being read: what is written from then on is read.
import type { FileSource } from '../../sources/file/file-source.ts';
import type { FileReader } from '../../sources/file/reading/file-reader.ts';
import type { LineSource } from '../../tail/line-source.ts';
import type { OriginSource } from '../../tail/origin-source.ts';

export interface Beginning {
  readonly files: number;
  /** Why a path leads to none, or to fewer than there are, in a sentence for each of which that holds. */
  readonly missed: readonly string[];
}

export function withBeginning(files: FileSource, tell: (beginning: Beginning) => void): OriginSource {
  let [found, unread, hasLooked] = [0, 0, false];
  const begun = (): void =>
    tell({ files: found, missed: files.status().patterns.flatMap(({ why }) => (why === undefined ? [] : [why])) });
  const isRead = (): void => {
    unread -= 1;
    if (hasLooked && unread === 0) begun();
  };
  const counted = (reader: FileReader): LineSource => {
    [found, unread] = [found + 1, unread + 1];
    return telling(reader, isRead);
  };
  return {
    key: files.key,
    remember: () => files.remember(),
    run: (history, listener, signal) =>
      files.run(
        history,
        {
          found: (origin, reader) => listener.found(origin, hasLooked ? reader : counted(reader)),
          gone: (key, why) => listener.gone(key, why),
          lostWhileAway: (origin) => listener.lostWhileAway(origin),
          foundAll() {
            listener.foundAll();
            hasLooked = true;
            if (unread === 0) begun();
          },
          memoryChanged: () => listener.memoryChanged(),
          happened: (origin, happening) => listener.happened(origin, happening),
          livesChanged: () => listener.livesChanged(),
        },
        signal,
      ),
  };
}

/** Its state is told once it is known from where on it is read. */
function telling(reader: FileReader, isRead: () => void): LineSource {
  let tell = isRead;
  return {
    read: ({ sink, ...task }) =>
      reader.read({
        ...task,
        sink: {
          lines: (batch) => sink.lines(batch),
          gap: (gap) => sink.gap(gap),
          state(state, note) {
            sink.state(state, note);
            tell();
            tell = () => {};
          },
          reconnected: (reason) => sink.reconnected(reason),
          known: (newest) => sink.known(newest),
          failed: (error) => sink.failed(error),
        },
      }),
  };
}
