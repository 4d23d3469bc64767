// The packages of the lock file as a cache of npm's, from which npm installs without any network: made from what `npm ci` once brought here.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** npm's own writer of its cache, as far as it is needed here. */
interface Cacache {
  put(cache: string, key: string, data: string | Buffer, options: object): Promise<unknown>;
}

interface LockedPackage {
  readonly name?: string;
  readonly version: string;
  readonly integrity?: string;
}

const REGISTRY = 'https://registry.npmjs.org/';
/** What npm says it accepts when it asks for the versions of a package: the cache answers none but the same question. */
const ACCEPT = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';

export interface NpmCacheOptions {
  /** Where npm itself is installed. */
  readonly npm: string;
  /** The cache that `npm ci` filled. */
  readonly from: string;
  readonly lockFile: string;
  readonly to: string;
}

/** Packages for other platforms are left out, as they were never brought here. */
export async function writeNpmCache({ npm, from, lockFile, to }: NpmCacheOptions): Promise<void> {
  const cacache: Cacache = createRequire(path.join(npm, 'package.json'))('cacache');
  const put = (url: string, data: string | Buffer, reqHeaders: object): Promise<unknown> =>
    cacache.put(path.join(to, '_cacache'), `make-fetch-happen:request-cache:${url}`, data, {
      algorithms: ['sha512'],
      metadata: { time: Date.now(), url, reqHeaders, resHeaders: {}, options: { compress: true } },
    });
  const versions = new Map<string, Record<string, object>>();
  for (const { name, version, integrity } of lockedPackages(lockFile)) {
    const file = contentFile(from, integrity);
    if (!existsSync(file)) continue;
    const tarball = `${REGISTRY}${name}/-/${name.split('/').at(-1)}-${version}.tgz`;
    await put(tarball, readFileSync(file), {});
    const known = versions.get(name) ?? {};
    versions.set(name, { ...known, [version]: { name, version, dist: { tarball, integrity } } });
  }
  for (const [name, all] of versions) {
    const told = JSON.stringify({ name, 'dist-tags': { latest: Object.keys(all).at(-1) }, versions: all });
    await put(REGISTRY + name.replace('/', '%2f'), told, { accept: ACCEPT });
  }
}

function lockedPackages(lockFile: string): readonly Required<LockedPackage>[] {
  const { packages }: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
    readFileSync(lockFile, 'utf8'),
  );
  return Object.entries(packages).flatMap(([place, { name, version, integrity }]) =>
    integrity === undefined
      ? []
      : [
          {
            name: name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
            version,
            integrity,
          },
        ],
  );
}

function contentFile(cache: string, integrity: string): string {
  const [algorithm = '', hash = ''] = integrity.split('-');
  const digits = Buffer.from(hash, 'base64').toString('hex');
  return path.join(cache, '_cacache/content-v2', algorithm, digits.slice(0, 2), digits.slice(2, 4), digits.slice(4));
}
