// The live views of containers: of one on a stream of its own, or of several together.
import { TocsinError } from '../../../core/errors.ts';
import type { LiveLogs } from '../../../http/resources/watching/live-logs.ts';
import { streamOutlet } from './live-outlet.ts';
import { createViewOpener, type ViewParts } from './open-view.ts';
import { type ChoiceSource, chosenContainers, knowsAny } from './several/chosen-containers.ts';
import { showSeveral } from './several/several-view.ts';

export interface LiveLogsParts extends ViewParts {
  readonly coverage: ChoiceSource;
}

export function createLiveLogs(parts: LiveLogsParts): LiveLogs {
  const { coverage, clock } = parts;
  const openView = createViewOpener(parts);
  return {
    async open(containerId, view, over) {
      const opened = await openView(containerId, over);
      return async (stream) => {
        const end = await opened.show({ ...view, outlet: streamOutlet(stream), signal: stream.closed });
        if (end === 'full') stream.close('too many live views of this engine or machine are open');
      };
    },
    async openSeveral(choice, view) {
      const first = await chosenContainers(choice, coverage);
      if (first.containers.length === 0 && !(await knowsAny(choice.workloads, coverage))) throw nothingToShow();
      return (stream) => showSeveral({ choice, first, view, stream, clock, coverage, openView });
    },
  };
}

const nothingToShow = (): TocsinError =>
  new TocsinError(
    'not_found',
    'None of these is there; GET /api/containers lists the containers, GET /api/workloads the workloads.',
  );
