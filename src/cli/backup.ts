// `tocsin backup`: saves a consistent copy of the store.
import path from 'node:path';
import { loadConfig } from '../config/load.ts';
import { besideServer } from './beside-server.ts';
import type { CommandIo, ExitCode, GivenArguments } from './shell/command.ts';

export async function backup({ positionals, options }: GivenArguments, io: CommandIo): Promise<ExitCode> {
  const { config } = loadConfig(io);
  const wanted = path.resolve(io.folder, positionals[0] ?? '');
  const overwrite = options.force === true;
  const { file, sizeBytes } = await besideServer({ config, io }, ({ store }) => store.backup(wanted, { overwrite }));
  io.stdout.write(`Saved ${file} (${sizeBytes.toLocaleString('en-US')} bytes).\n`);
  return 0;
}
