// The live views of containers: one for each who looks.
import type { LiveLogs } from '../../../http/resources/watching/live-logs.ts';
import { streamOutlet } from './live-outlet.ts';
import { createViewOpener, type ViewParts } from './open-view.ts';

export type LiveLogsParts = ViewParts;

export function createLiveLogs(parts: LiveLogsParts): LiveLogs {
  const openView = createViewOpener(parts);
  return {
    async open(containerId, view, over) {
      const opened = await openView(containerId, over);
      return async (stream) => {
        const end = await opened.show({ ...view, outlet: streamOutlet(stream), signal: stream.closed });
        if (end === 'full') stream.close('too many live views of this engine are open');
      };
    },
  };
}
