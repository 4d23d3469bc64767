import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import type { Requirement } from './requirement.ts';

// A real Chromium for tests: the one that TOCSIN_CHROMIUM names, else the one that comes packed in an npm package together with
// every library that a bare Debian lacks. It is unpacked once, into .cache, which takes some seconds; from then on a start takes a fraction of one.

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const PACKAGE = path.resolve(path.dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..');
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What is run, and in which environment. */
interface Executable {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

export const browserRequirement: Requirement = { name: 'browser', missing: whatIsMissing(process.env.TOCSIN_CHROMIUM) };

function whatIsMissing(named: string | undefined): string | undefined {
  if (named !== undefined) return existsSync(named) ? undefined : `TOCSIN_CHROMIUM names ${named}, which is not there`;
  const packed = process.platform === 'linux' && process.arch === 'x64' && existsSync(path.join(PACKAGE, 'bin'));
  return packed ? undefined : 'for this platform no browser comes along; name a Chromium in TOCSIN_CHROMIUM';
}

export interface BrowserOptions {
  /** As people have them; without a window there are none unless they are asked for. */
  readonly scrollBars?: boolean;
  /** A name by which this machine is known, as another one would know it. Browsers trust `localhost` with more. */
  readonly nameOfThisMachine?: string;
}

/** Starts the browser with an empty profile. Whoever starts it closes it. */
export async function launchBrowser({ scrollBars = false, nameOfThisMachine }: BrowserOptions = {}): Promise<Browser> {
  const { file, env } = await executable();
  const ignoreDefaultArgs = scrollBars ? ['--hide-scrollbars'] : [];
  const names = nameOfThisMachine ? [`--host-resolver-rules=MAP ${nameOfThisMachine} 127.0.0.1`] : [];
  return chromium.launch({
    executablePath: file,
    args: [...FLAGS, ...names],
    ignoreDefaultArgs,
    env: { ...process.env, ...env },
  });
}

async function executable(): Promise<Executable> {
  const named = process.env.TOCSIN_CHROMIUM;
  if (named !== undefined) return { file: named, env: {} };
  const folder = await unpack();
  const [libraries, fonts] = [path.join(folder, 'al2023', 'lib'), path.join(folder, 'fonts.conf')];
  return { file: path.join(folder, 'chromium'), env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: fonts } };
}

/** The folder with the unpacked browser. It appears as a whole, so that a run which was broken off leaves no half of it behind. */
async function unpack(): Promise<string> {
  const { version } = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')) as { version: string };
  const folder = path.join(ROOT, '.cache', `chromium-${version}`);
  if (existsSync(folder)) return folder;
  const fresh = `${folder}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  await inflateInto(fresh);
  await writeFile(path.join(fresh, 'fonts.conf'), fontsConfig(folder));
  await rename(fresh, folder).catch(async (error: unknown) => {
    await rm(fresh, { recursive: true });
    if (!existsSync(folder)) throw error;
  });
  return folder;
}

/** The package unpacks into the system's temporary folder only; a process of its own gets ours for that. */
async function inflateInto(folder: string): Promise<void> {
  const script = `
    import { inflate } from '@sparticuz/chromium';
    await Promise.all(['chromium', 'al2023.tar', 'fonts.tar'].map((name) => inflate(\`${PACKAGE}/bin/\${name}.br\`)));
  `;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: folder },
  });
}

/** The font that comes along is the only one, so that text is as wide on every machine. */
function fontsConfig(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}
