import { describe } from 'vitest';
import { STDERR } from '../../../src/core/lines/line-batch.ts';
import { FakeLog } from '../../support/fake-log.ts';
import { at } from '../../support/line-batch.ts';
import { lineSourceContract } from './line-source.contract.ts';

describe.each([1, 3, 100])('a log in memory, in batches of %i', (size) => {
  lineSourceContract(async () => {
    const log = new FakeLog({ batchLines: () => size });
    let next = 0;
    return {
      source: log,
      write(pairs) {
        for (let n = 0; n < pairs; n++, next++) {
          log.append({ text: `line ${next}`, at: at(next) });
          log.append({ text: `error ${next}`, at: at(next), stream: STDERR });
        }
      },
      settle: () => new Promise((resolve) => setImmediate(resolve)),
    };
  });
});
