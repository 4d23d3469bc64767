// The thread in which rules are tried: a compiled rule and lines come in, what became of them goes out. Started by trial-thread.ts only.
import { parentPort } from 'node:worker_threads';
import { compileRule } from '../../match/compile-rule.ts';
import { type RuleToTry, type TriedObjects, tryRule } from './try-rule.ts';

export interface Trial extends RuleToTry {
  readonly lines: readonly string[];
  readonly objects?: TriedObjects | undefined;
}

parentPort?.on('message', ({ lines, objects, ...rule }: Trial) =>
  parentPort?.postMessage(tryRule(rule, lines, objects)),
);
// The time of the first trial is its own, and not that of whatever has to be loaded for it.
const first = compileRule({ pattern: 'ready' });
if (first.ok) tryRule(first, ['ready']);
parentPort?.postMessage('ready');
