// Whether engines of the tests' own can be started here.
import { spawnSync } from 'node:child_process';
import type { Requirement } from '../../requirement.ts';

/** Where Debian keeps `dockerd` and `runc`, wherever the caller's PATH points. */
export const ENGINE_PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;

/** A Linux machine with `dockerd`, a compiler and busybox, and the right to start an engine. The engine is the tests' own and never the machine's. */
export const DOCKER: Requirement = { name: 'docker', missing: whyNot('dockerd', 'docker.io') };

/** The same for Podman. */
export const PODMAN: Requirement = { name: 'podman', missing: whyNot('podman', 'podman') };

function whyNot(engine: string, itsPackage: string): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'run the tests as root on Linux';
  if (!has(engine, '--version')) return `install the package ${itsPackage}`;
  if (!has('gcc', '--version')) return 'install the packages gcc and libc6-dev';
  if (!has('/bin/busybox', 'true')) return 'install the package busybox-static';
  return undefined;
}

function has(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { env: { ...process.env, PATH: ENGINE_PATH } }).status === 0;
}
