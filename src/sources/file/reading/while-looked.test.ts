import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { type Life, type LivesBetween, Turnover } from '../generation/turnover.ts';
import { Descriptors } from '../opened/descriptors.ts';

const CAME = { isTarget: false, isReplaced: false, isWritten: false } as const;

/** Something happens while a reading looks around, when it has asked once what was told and asks again. */
class BusyPath extends Turnover {
  happens: (() => void) | undefined;
  readonly descriptors: Descriptors;
  #asked: number | undefined;

  constructor() {
    super(() => true);
    const begins = (isLooking: boolean): void => {
      this.#asked = isLooking ? 0 : undefined;
    };
    this.descriptors = new (class extends Descriptors {
      override async inTurn<Value>(work: (letGo: () => void) => Promise<Value>): Promise<Value> {
        begins(true);
        return super.inTurn(work).finally(() => begins(false));
      }
    })();
  }

  override get now(): Life {
    this.#isAsked();
    return super.now;
  }

  override between(life: Life, until?: Life): LivesBetween {
    this.#isAsked();
    return super.between(life, until);
  }

  #isAsked(): void {
    if (this.happens === undefined || this.#asked === undefined || this.#asked++ === 0) return;
    const { happens } = this;
    this.happens = undefined;
    happens();
  }
}

test('what is rotated while one looks around, and the path leads to nothing, is read without a gap', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  const turnover = new BusyPath();
  const scene = new FileScene(log, { turnover, descriptors: turnover.descriptors });
  const comes = (text: string): void => {
    writeFileSync(log, text);
    turnover.turned(CAME);
    turnover.written();
  };
  const isRenamed = (to: string): void => {
    renameSync(log, `${log}${to}`);
    turnover.turned(CAME);
    turnover.moved();
  };
  writeFileSync(log, 'one\n');
  scene.begin();
  await scene.hasRead(1);
  await scene.stands('following');
  isRenamed('.3');
  comes('two\n');
  isRenamed('.2');
  turnover.happens = () => {
    comes('three\n');
    isRenamed('.1');
  };
  await scene.hasRead(3);
  comes('four\n');
  await scene.hasRead(4);
  expect([scene.texts, scene.gaps, turnover.happens]).toEqual([['one', 'two', 'three', 'four'], [], undefined]);
});
