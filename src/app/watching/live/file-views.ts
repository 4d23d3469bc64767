// Opens views of files of this machine.
import type { Clock } from '../../../core/clock.ts';
import { TocsinError } from '../../../core/errors.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import { FileBatch } from '../../../sources/file/lines/file-batch.ts';
import { followFile } from '../../../sources/file/live/file-view.ts';
import { Descriptors } from '../../../sources/file/opened/descriptors.ts';
import { ReadRoom } from '../../../sources/file/reading/read-room.ts';
import type { LiveLine } from '../../../sources/live-sink.ts';
import { fileToLookInto, type MachineFiles } from '../files/machine-files.ts';
import { joiningOfView } from '../joining/line-start.ts';
import { type LineMarker, liveEvents } from './live-events.ts';
import type { OpenView } from './view-contract.ts';
import type { ViewPlaces } from './view-places.ts';

export interface FileViewParts {
  /** Undefined where nobody wants any to be watched. */
  readonly files?: MachineFiles | undefined;
  readonly clock: Clock;
  readonly rulesOf: LineMarker;
}

/** Refuses with a `TocsinError` what cannot be shown. */
export function createFileViewOpener(
  { files, clock, rulesOf }: FileViewParts,
  places: ViewPlaces,
): (file: ContainerView) => OpenView {
  const tools = { batch: new FileBatch(), room: new ReadRoom(), descriptors: new Descriptors() };
  return (shown) => {
    const file = fileToLookInto(shown, files);
    if (typeof file === 'string') throw new TocsinError('refused', file);
    const place = `file:${shown.host}`;
    places.expect(place);
    return {
      show: ({ query, outlet, ...view }) => {
        const marked = { rulesOf: (line: LiveLine) => rulesOf(shown.id, line), joining: joiningOfView(shown) };
        const sink = liveEvents(outlet, { query, ...marked });
        return places.use(place, () => followFile({ ...file, ...view, clock, tools, sink }));
      },
    };
  };
}
