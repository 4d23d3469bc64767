// `tocsin user`: works on the accounts with the rights of whoever may read the data folder, which is the way back in when a password was forgotten.
import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { Accounts } from '../access/accounts.ts';
import { THIS_MACHINE } from '../access/audited.ts';
import { PasswordHasher } from '../access/passwords/password-hasher.ts';
import { loadConfig } from '../config/load.ts';
import type { User } from '../core/account.ts';
import { systemClock } from '../core/clock.ts';
import { TocsinError } from '../core/errors.ts';
import { createAccessOccurrences } from '../telemetry/occurrences/access.ts';
import { besideServer, type Tools } from './beside-server.ts';
import type { CommandIo, ExitCode, GivenArguments } from './shell/command.ts';
import { askPassword, readLine } from './shell/password-prompt.ts';

const PAGE = 200;

export async function user(given: GivenArguments, io: CommandIo): Promise<ExitCode> {
  const [action, name] = given.positionals;
  const { config } = loadConfig(io);
  if (action === 'list' && name === undefined) {
    await besideServer({ config, io }, ({ store }) => list(store, io));
    return 0;
  }
  if (action === 'reset-password' && name !== undefined) {
    return await besideServer({ config, io }, (tools) =>
      resetPassword({ name, generate: given.options.generate === true }, tools, io),
    );
  }
  io.stderr.write('tocsin: "user" is followed by "list" or by "reset-password NAME"\nSee "tocsin user --help".\n');
  return 2;
}

async function list(store: Tools['store'], io: CommandIo): Promise<void> {
  if (!(await store.users.hasUsers()))
    io.stderr.write('There is no user yet: the setup link of the server makes the first.\n');
  let cursor: string | undefined;
  do {
    const page = await store.users.listUsers({ limit: PAGE, cursor });
    for (const { username, role, lastLoginAt } of page.items) {
      const last = lastLoginAt === null ? 'never logged in' : `last login ${new Date(lastLoginAt).toISOString()}`;
      io.stdout.write(`${username.padEnd(24)}  ${role.padEnd(6)}  ${last}\n`);
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

interface Reset {
  readonly name: string;
  readonly generate: boolean;
}

async function resetPassword(
  { name, generate }: Reset,
  { store, logger, metrics }: Tools,
  io: CommandIo,
): Promise<ExitCode> {
  const found = await store.users.findCredentials(name);
  if (!found) throw new TocsinError('not_found', `There is no user "${name}"; "tocsin user list" prints all.`);
  const password = generate ? randomBytes(15).toString('base64url') : await newPassword(found.user, io);
  const occurrences = createAccessOccurrences({ logger, metrics });
  const passwords = await PasswordHasher.prepare({ occurrences });
  const accounts = new Accounts({ store: store.users, passwords, clock: systemClock, occurrences });
  const actor = { kind: 'cli', id: '', name: `${userInfo().username} (command line)` } as const;
  await accounts.change(found.user, { password }, { actor, origin: THIS_MACHINE });
  io.stderr.write(`The password of ${found.user.username} is changed, and all their sessions have ended.\n`);
  if (generate) io.stdout.write(`${password}\n`);
  return 0;
}

/** Typed twice at a terminal; else the first line of the input, for scripts. */
async function newPassword({ username }: User, io: CommandIo): Promise<string> {
  if (!io.stdin.isTTY) {
    const line = await readLine(io.stdin);
    if (line === undefined) throw new TocsinError('refused', 'No password came on standard input.');
    return line;
  }
  const first = await askPassword(`New password for ${username}: `, io);
  const second = first && (await askPassword('The same again: ', io));
  if (!first || second === undefined) throw new TocsinError('refused', 'Nothing was changed.');
  if (first !== second) throw new TocsinError('refused', 'The two passwords differ; nothing was changed.');
  return first;
}
