// The thread in which rules are compiled: patterns come in, plain data goes out. Started by compile-thread.ts only.
import { parentPort } from 'node:worker_threads';
import { compileRule, type RulePatterns } from '../../match/compile-rule.ts';

parentPort?.on('message', (patterns: RulePatterns) => parentPort?.postMessage(compileRule(patterns)));
