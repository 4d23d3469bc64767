import { copyFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FileScene } from '../../../../test/support/files/file-scene.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { type Life, type LivesBetween, Turnover } from '../generation/turnover.ts';
import { Descriptors } from '../opened/descriptors.ts';

const CAME = { isTarget: false, isReplaced: false, isWritten: false } as const;

/** Something happens while a reading looks around, when it has asked so often what was told. */
class BusyPath extends Turnover {
  happens: (() => void) | undefined;
  after = 1;
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
    if (this.happens === undefined || this.#asked === undefined || this.#asked++ < this.after) return;
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

test('what is cut while one looks around, and was copied right before, is read once', async () => {
  const log = path.join(temporaryDirectory(), 'app.log');
  const turnover = new BusyPath();
  const scene = new FileScene(log, { turnover, descriptors: turnover.descriptors });
  const copiesTo = (to: string): void => copyFileSync(log, `${log}${to}`);
  writeFileSync(log, 'one\n');
  scene.begin();
  await scene.hasRead(1);
  await scene.stands('following');
  copiesTo('.2');
  writeFileSync(log, 'two, which is longer\n');
  copiesTo('.1');
  turnover.after = 0;
  turnover.happens = () => writeFileSync(log, 'three\n');
  await scene.hasRead(3);
  renameSync(`${log}.2`, `${log}.3`);
  renameSync(`${log}.1`, `${log}.2`);
  copiesTo('.1');
  writeFileSync(log, 'four, which is the longest\n');
  await scene.hasRead(4);
  const texts = ['one', 'two, which is longer', 'three', 'four, which is the longest'];
  expect([scene.texts, scene.gaps, turnover.happens]).toEqual([texts, [], undefined]);
});
