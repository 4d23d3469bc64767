// What the image consists of, and that both of Docker's builders make it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { BASE, CHECKOUT, IMAGE, IMAGE_OF, IMAGE_TOOLS } from '../support/image/image-engine.ts';
import { imageLabForSuite } from '../support/image/image-lab.ts';
import { describeWith } from '../support/requirement.ts';

const manifest = (name: string) => JSON.parse(readFileSync(path.join(CHECKOUT, name), 'utf8'));
const { dependencies, devDependencies, optionalDependencies, version } = manifest('package.json');
const checks = manifest('test/package.json');

describeWith(IMAGE_TOOLS, 'what is in the image', () => {
  const lab = imageLabForSuite();
  const inImage = (line: string): Promise<string> =>
    lab().docker('run', '--rm', '--network', 'none', '--entrypoint', '/bin/sh', IMAGE, '-c', line);

  test('is what runs and nothing else: no package of development, no second Node, no sources and no tests', async () => {
    expect((await inImage('echo /app/*')).split(' ').map((file) => path.basename(file))).toEqual([
      'LICENSE',
      'bin',
      'dist',
      'node_modules',
      'package.json',
      'web',
    ]);
    const packages = (await inImage('cd /app/node_modules; echo * @*/*')).split(' ');
    expect(packages).toEqual(expect.arrayContaining(Object.keys(dependencies)));
    for (const name of [
      checks.name,
      ...Object.keys({ ...devDependencies, ...checks.devDependencies, ...optionalDependencies }),
    ])
      expect(packages).not.toContain(name);
    expect(await inImage('cd /app; echo dist/*.test.js dist/*/*.test.js dist/*/*/*.test.js')).toMatch(
      /^(dist\/\S*\*\S* ?)+$/,
    );
  });

  test('cannot be changed by the user it runs as, whose data alone it owns', async () => {
    const tries = ['/app', '/app/bin', '/app/dist', '/etc/tocsin', '/usr/local/bin', '/data'];
    const line = tries.map((folder) => `touch ${folder}/new 2>/dev/null && echo ${folder}`).join('; ');
    expect(await inImage(`${line}; true`)).toBe('/data');
  });

  test('is run by its own name, and says its version', async () => {
    expect(await lab().docker('run', '--rm', '--network', 'none', IMAGE, '--version')).toBe(version);
  });

  test('asks its health by the command that the guide names, with the times that were promised', async () => {
    const { Config } = JSON.parse(await lab().docker('image', 'inspect', '--format', '{{json .}}', IMAGE));
    const { Test, Timeout, StartPeriod, Interval } = Config.Healthcheck;
    const guide = readFileSync(path.join(CHECKOUT, 'docs/guide/cli.md'), 'utf8');
    const named: unknown = JSON.parse(/^HEALTHCHECK .*CMD (\[.+\])$/m.exec(guide)?.[1] ?? '[]');
    // By itself the command gives up sooner than the engine, which would take a busy machine for a sick server.
    expect(Test).toEqual(['CMD', 'tocsin', 'health', '--timeout', '9']);
    expect(named).toEqual(Test.slice(1));
    expect([Timeout, StartPeriod].map((nanoseconds) => nanoseconds / 1e9)).toEqual([10, 40]);
    // The first time that an engine asks is after an interval: later than the start period would be too late.
    expect(Interval).toBeLessThan(StartPeriod);
    expect(Config.Volumes).toEqual({ '/data': {} });
  });

  test('comes to be with BuildKit as well', async () => {
    const run = lab().docker('run', '--rm', '--network', 'none', IMAGE_OF.buildkit, '--version');
    expect(await run).toBe(version);
  });

  test('is small besides its base', async () => {
    const size = async (name: string): Promise<number> =>
      Number(await lab().docker('image', 'inspect', '--format', '{{.Size}}', name));
    expect((await size(IMAGE)) - (await size(BASE))).toBeLessThan(40e6);
  });
});
