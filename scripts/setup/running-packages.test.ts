// What `npm start` fetches for somebody who only wants to run it: no more than that needs, and all of it.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../test/support/temporary-directory.ts';

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const { packages }: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'),
);

/** Where everything lies that the package itself names, and what that names in turn. */
function placesToRun(): ReadonlySet<string> {
  const places = new Set<string>();
  const wanted = [''];
  for (let from = wanted.pop(); from !== undefined; from = wanted.pop()) {
    for (const name of namedBy(packages[from] ?? {}, from === '')) {
      const place = placeOf(name, from);
      if (place === undefined || places.has(place)) continue;
      places.add(place);
      wanted.push(place);
    }
  }
  return places;
}

function namedBy(named: LockedPackage, isOurs: boolean): readonly string[] {
  const peers = Object.keys(named.peerDependencies ?? {}).filter(
    (name) => !named.peerDependenciesMeta?.[name]?.optional,
  );
  const others = [named.dependencies, named.optionalDependencies, isOurs ? named.devDependencies : {}];
  return [...peers, ...others.flatMap((each) => Object.keys(each ?? {}))];
}

/** The nearest place from which Node would load it; none for a peer that nobody wants. */
function placeOf(name: string, from: string): string | undefined {
  const inside = path.posix.join(from, 'node_modules', name);
  if (inside in packages) return inside;
  return from === '' ? undefined : placeOf(name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))));
}

/** A checkout without anything that only its checks need. */
function checkoutToRun(): string {
  const root = temporaryDirectory();
  for (const name of [
    'bin',
    'scripts',
    'src',
    'web',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'vite.config.ts',
  ])
    cpSync(path.join(ROOT, name), path.join(root, name), {
      recursive: true,
      filter: (file) => file !== path.join(ROOT, 'web', 'dist'),
    });
  const isNode = (place: string) => /^node_modules\/node-\w+-\w+$/.test(place);
  for (const place of [...placesToRun()].filter((each) => !isNode(each) && existsSync(path.join(ROOT, each)))) {
    const nested = path.join(ROOT, place, 'node_modules');
    mkdirSync(path.join(root, place), { recursive: true });
    cpSync(path.join(ROOT, place), path.join(root, place), { recursive: true, filter: (file) => file !== nested });
  }
  return root;
}

const run = (root: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
};

test('to run, nothing is fetched that only checks, benches and the building of the kernel need', () => {
  const names = [...placesToRun()].map((place) => place.slice(place.lastIndexOf('node_modules/') + 13));
  for (const name of Object.keys(packages.test?.devDependencies ?? { nothing: '' })) expect(names).not.toContain(name);
  expect(names).toEqual(
    expect.arrayContaining(['fastify', 'vite', 'rolldown', `node-${process.platform}-${process.arch}`]),
  );
});

test('what is fetched to run is enough to build the UI, to bundle the scan, and to run both', () => {
  const root = checkoutToRun();
  expect(existsSync(path.join(root, 'node_modules/vitest'))).toBe(false);
  expect(run(root, 'node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn')).toMatchObject({
    status: 0,
    stderr: '',
  });
  expect(readdirSync(path.join(root, 'web/dist'))).toContain('index.html');
  const scan = path.join(root, 'dist/scan');
  expect(run(root, 'scripts/setup/make-scan-bundle.mjs', root, scan)).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(scan).sort()).toEqual(['inputs.json', 'scan.cjs', 'scan.v8']);
  expect(run(root, 'bin/tocsin.mjs', 'serve', '--help')).toMatchObject({ status: 0, stderr: '' });
});
