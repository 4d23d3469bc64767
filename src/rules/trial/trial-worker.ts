// The thread in which rules are tried: a compiled rule and lines come in, what became of them goes out. Started by trial-thread.ts only.
import { parentPort } from 'node:worker_threads';
import { type CompiledRule, compileRule } from '../../match/compile-rule.ts';
import { tryRule } from './try-rule.ts';

export interface Trial {
  readonly rule: CompiledRule;
  readonly lines: readonly string[];
}

parentPort?.on('message', ({ rule, lines }: Trial) => parentPort?.postMessage(tryRule(rule, lines)));
// The time of the first trial is its own, and not that of whatever has to be loaded for it.
const first = compileRule({ pattern: 'ready' });
if (first.ok) tryRule(first.rule, ['ready']);
parentPort?.postMessage('ready');
