// Bundles `tocsin scan` into one file, and keeps what V8 compiled of it beside it: a short scan spends most of its time on starting.
// Called with the root of the checkout and the folder to write to.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import { rolldown } from 'rolldown';

const LINES = `sshd[17]: Failed password for invalid user anna from 10.0.0.1 port 22
panic: out of memory: Killed process 17
"GET / HTTP/1.1" 503 17 a b EOF
a calm line
`;

const [root, folder] = process.argv.slice(2);
await writeBundle();
compileBundle();

/** Writes the bundle, and a list of the sources that it was made of, each with its time of change. Packages change only with an installation, after which all is made anew. */
async function writeBundle() {
  const input = { scan: path.join(root, 'src', 'cli', 'scan-process.ts') };
  // V8 compiles a function in parentheses at once. Modules that are needed later, the YAML library for instance, are to wait until then.
  const optimization = { pifeForModuleWrappers: false };
  const bundle = await rolldown({ input, platform: 'node', optimization, logLevel: 'silent' });
  const { output } = await bundle.write({ file: path.join(folder, 'scan.cjs'), format: 'cjs', codeSplitting: false });
  await bundle.close();
  const [{ code, moduleIds }] = output;
  writeFileSync(path.join(folder, 'scan.cjs'), inAscii(lateModules(code)));
  const files = moduleIds.filter((id) => id.startsWith(path.join(root, 'src')));
  const inputs = files.map((file) => [path.relative(root, file), statSync(file).mtimeMs]);
  writeFileSync(path.join(folder, 'inputs.json'), JSON.stringify(inputs));
}

/** Modules of Node that take milliseconds to load and that few scans need: asked for where they are used, and not at the start. */
function lateModules(code) {
  const late = new Map();
  const rest = code.replace(/^let (node_(?:net|tty|zlib)) = (require\("node:\w+"\));\n/gm, (_, name, call) => {
    late.set(name, call);
    return '';
  });
  return [...late].reduce((text, [name, call]) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), call), rest);
}

/** V8 reads a text faster when it has one byte a character. */
function inAscii(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Runs the bundle once over a text of its own and saves what V8 compiled meanwhile, so that no later scan compiles it again. */
function compileBundle() {
  const scratch = mkdtempSync(path.join(tmpdir(), 'tocsin-'));
  const [rules, text] = [path.join(scratch, 'rules.yaml'), path.join(scratch, 'text')];
  writeFileSync(rules, ruleFile());
  writeFileSync(text, LINES.repeat(8_000));
  process.argv.splice(2, Number.POSITIVE_INFINITY, 'scan', '--count', '--rules', rules, text);
  const file = path.join(folder, 'scan.cjs');
  // bin/tocsin.mjs wraps the bundle in the same words: what was compiled holds for exactly this text.
  const script = new vm.Script(`(function (require, exports) {${readFileSync(file, 'latin1')}\n})`, { filename: file });
  script.runInThisContext()(createRequire(file), {});
  process.once('exit', () => {
    writeFileSync(path.join(folder, 'scan.v8'), script.createCachedData());
    rmSync(scratch, { recursive: true });
  });
}

/** Patterns of every kind, and lines that hit and miss them, so that most of what a scan needs has been compiled in the end. */
function ruleFile() {
  const patterns = [
    String.raw`(?i)out of memory: killed process (?P<pid>\d+)`,
    String.raw`Failed password for (?:invalid user )?(?P<user>\S+) from (?P<ip>\S+) port \d+`,
    '^panic: ',
    String.raw`" 5\d\d \d+`,
    String.raw`\b(?:OOMKilled|Evicted)\b.*node`,
    'EOF$',
    'a.*b',
  ];
  return `rules:\n${patterns.map((pattern, i) => `  - name: rule ${i}\n    pattern: '${pattern}'\n`).join('')}`;
}
