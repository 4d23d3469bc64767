// A process that may open fewer files than are rotated at once.
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commandOf, startCommand } from '../support/child-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const FILES = 400;
const RULES = `rules:
  - name: line
    pattern: '^line '
    cooldown_seconds: 0
`;

test('more files than may be open are rotated at once, and each line is read once', { timeout: 240_000 }, async () => {
  const folder = temporaryDirectory();
  const logs = Array.from({ length: FILES }, (_, n) => path.join(folder, `${n}.log`));
  const rules = path.join(temporaryDirectory(), 'rules.yaml');
  writeFileSync(rules, RULES);
  for (const log of logs) writeFileSync(log, 'before\n');
  const limited = ['sh', '-c', `ulimit -n ${FILES}; exec "$@" 2>&1`, 'sh', ...commandOf('src/main.ts')];
  const tail = await startCommand([...limited, 'tail', '--rules', rules, path.join(folder, '*.log')], {});
  await tail.line((line) => line.includes(`${FILES} files`));
  const expected: string[] = [];
  const write = (log: string, word: string): void => {
    const line = `line ${path.basename(log)} ${word}`;
    expected.push(line);
    appendFileSync(log, `${line}\n`);
  };
  for (const log of logs) {
    write(log, 'one');
    renameSync(log, `${log}.1`);
    write(log, 'two');
  }
  const read = (): string[] => tail.lines.flatMap((line) => /line \d+\.log \w+$/.exec(line)?.[0] ?? []);
  await waitUntil(() => read().length >= expected.length, {
    what: () => `${expected.length} lines are read: ${read().length}, ${tail.lines.slice(-3)}`,
    limitMs: 200_000,
  });
  expect(read().toSorted()).toEqual(expected.toSorted());
});
