// A folder in which an engine lives, with all that belongs to it, until whoever asked for it lets go or dies.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CHILD_ENVIRONMENT } from '../../child-environment.ts';

export interface EngineRoot {
  readonly folder: string;
  /** Ends whatever runs in it and deletes it. */
  dispose(): Promise<void>;
}

/** The keeper of the folder outlives this process by the moment that it needs to clean up: no engine stays behind, even when the tests are killed. */
export function createEngineRoot(): EngineRoot {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-engine-'));
  // Whether somebody may use the socket is to be decided by the socket.
  chmodSync(folder, 0o711);
  const keeper = spawn(process.execPath, [path.join(import.meta.dirname, 'keeper.ts'), folder], {
    env: CHILD_ENVIRONMENT,
    stdio: ['pipe', 'ignore', 'inherit'],
    // A group of its own: Ctrl-C in the terminal must not reach it.
    detached: true,
  });
  keeper.unref();
  const ended = once(keeper, 'exit');
  return {
    folder,
    async dispose() {
      keeper.ref();
      keeper.stdin.end();
      await ended;
    },
  };
}
