import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../test/support/temporary-directory.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const LIMIT_MS = 60_000;

/** A checkout of its own whose sources may be changed. */
function checkout(): string {
  const root = temporaryDirectory();
  for (const name of ['bin', 'src', 'scripts', 'package.json'])
    cpSync(path.join(ROOT, name), path.join(root, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
  writeFileSync(path.join(root, 'rules.yaml'), 'rules:\n  - name: gone\n    pattern: "lost (?P<what>.*)"\n');
  writeFileSync(path.join(root, 'text'), 'all well\nlost the lease\n');
  return root;
}

function bundle(root: string): string {
  const file = JSON.stringify(path.join(root, 'scripts/setup/bundle-scan.mjs'));
  const [at, node] = [JSON.stringify(root), JSON.stringify(process.execPath)];
  const code = `import { bundleScan, scanIsCurrent } from ${file}; bundleScan(${at}, ${node}); console.log(scanIsCurrent(${at}));`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }).stdout.trim();
}

function scan(root: string, ...args: readonly string[]) {
  const command = [path.join(root, 'bin/tocsin.mjs'), 'scan', '--rules', path.join(root, 'rules.yaml'), ...args];
  const done = spawnSync(process.execPath, [...command, path.join(root, 'text')], { encoding: 'utf8' });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

test('a scan from the bundle says what a scan from the sources says, and a changed source ends its use', {
  timeout: LIMIT_MS,
}, () => {
  const root = checkout();
  const variants = [[], ['--json'], ['--count'], ['--quiet'], ['--help'], ['--no-such']];
  const fromSources = variants.map((args) => scan(root, ...args));
  expect(fromSources[0]).toEqual({ code: 0, out: '2: gone: lost the lease\n', err: '' });
  expect(bundle(root)).toBe('true');
  expect(variants.map((args) => scan(root, ...args))).toEqual(fromSources);

  const code = path.join(root, 'dist/scan/scan.cjs');
  writeFileSync(code, readFileSync(code, 'latin1').replaceAll('(lines with a hit)', '(lines from a bundle)'));
  expect(scan(root, '--count').out).toContain('(lines from a bundle)');
  const source = path.join(root, 'src/cli/scan/count-report.ts');
  writeFileSync(source, readFileSync(source, 'utf8').replace('(lines with a hit)', '(lines from a source)'));
  expect(scan(root, '--count').out).toContain('(lines from a source)');
});

test('a scan from the bundle reads what is piped through a name', { timeout: LIMIT_MS }, () => {
  const root = checkout();
  bundle(root);
  const [file, pipe] = [path.join(root, 'dist/scan/scan.cjs'), path.join(root, 'pipe')];
  // In a script that Node's vm runs nothing answers a dynamic import.
  expect(/\bimport\(/.test(readFileSync(file, 'latin1'))).toBe(false);
  execFileSync('mkfifo', [pipe]);
  const writer = spawn('sh', ['-c', 'echo lost the way > "$0"', pipe]);
  onTestFinished(() => void writer.kill());
  expect(scan(root, pipe)).toEqual({
    code: 0,
    out: `${pipe}:1: gone: lost the way\n${path.join(root, 'text')}:2: gone: lost the lease\n`,
    err: '',
  });
});

test('a bundle that cannot be made is told, and none is left behind', { timeout: LIMIT_MS }, () => {
  const root = checkout();
  bundle(root);
  writeFileSync(path.join(root, 'src/cli/scan-process.ts'), "import './no-such-file.ts';\n");
  expect(bundle(root)).toBe('false');
  expect(existsSync(path.join(root, 'dist/scan'))).toBe(false);
});
