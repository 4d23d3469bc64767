// Makes of a line that somebody gives as it stands in a file what the file's format makes of it, where lines are members of objects.
import type { GivenText } from '../../../core/joining/joined-texts.ts';
import { BOTH_STREAMS } from '../../../core/lines/line-batch.ts';
import { objectOf } from '../../../core/lines/objects/line-objects.ts';
import { withLineFeeds } from '../../../core/text/inner-newline.ts';
import type { LineOpener, WorkloadLines } from '../../../http/resources/rules/lines-of-workload.ts';
import { FileBatch } from '../../../sources/file/lines/file-batch.ts';
import { LineClock } from '../../../sources/file/stamps/line-clock.ts';
import { fileToLookInto, type MachineFiles } from './machine-files.ts';

export const lineOpeners =
  (files: MachineFiles | undefined): WorkloadLines['openerOf'] =>
  (container) => {
    const file = container.workload.kind === 'file' ? fileToLookInto(container, files) : '';
    if (typeof file === 'string') return undefined;
    const [format, batch, clock] = [file.format(), new FileBatch(), new LineClock({ dialect: file.dialect })];
    const open: LineOpener = (line) => {
      const bytes = Buffer.from(line);
      const chunk = { bytes, from: 0, end: bytes.length, offset: 0, isLast: true };
      format.take(chunk, batch, { clock, wanted: BOTH_STREAMS, generation: 0 });
      return takenOut(batch) ?? { text: line, object: undefined };
    };
    open('');
    return batch.objects && open;
  };

function takenOut(batch: FileBatch): GivenText | undefined {
  const object = batch.count > 0 ? objectOf(batch, 0) : undefined;
  if (object === undefined) return undefined;
  const text = withLineFeeds(batch.bytes.subarray(batch.starts[0], batch.ends[0]));
  return { text: Buffer.from(text).toString(), object: Buffer.from(object).toString() };
}
