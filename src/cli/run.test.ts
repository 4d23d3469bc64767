import { describe, expect, test } from 'vitest';
import { captureIo } from '../../test/support/captured-io.ts';
import { COMMANDS } from './commands.ts';
import { run } from './run.ts';

/** Runs a command line and gives its code and what it wrote. */
async function ran(line: string, env: Readonly<Record<string, string>> = {}) {
  const captured = captureIo({ env });
  const code = await run(line.split(' ').filter(Boolean), captured.io, COMMANDS);
  return { code, stdout: captured.stdout(), stderr: captured.stderr() };
}

describe('the command line', () => {
  test.each(['--version', '-v', 'version'])('%s prints the version and nothing else', async (line) => {
    expect(await ran(line)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
  });

  test.each(['--help', '-h', 'help'])('%s lists every command', async (line) => {
    const { code, stdout } = await ran(line);
    expect(code).toBe(0);
    for (const { name } of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
  });

  test.each(COMMANDS.map(({ name }) => name))('%s has a help of its own', async (name) => {
    const { code, stdout } = await ran(`${name} --help`);
    expect(code).toBe(0);
    expect(stdout).toContain(`tocsin ${name}`);
    expect((await ran(`help ${name}`)).stdout).toBe(stdout);
    expect((await ran(`${name} -h`)).stdout).toBe(stdout);
  });

  test.each([
    ['sevre', 'there is no command "sevre"; did you mean "serve"?'],
    ['help confg', 'there is no command "confg"; did you mean "config"?'],
    ['--prot 1', 'there is no option --prot'],
    ['health --timeuot 3', 'there is no option --timeuot; did you mean --timeout?'],
    ['tail --join a.log', 'there is no option --join; did you mean --join-lines or --join-start?'],
    ['health --timeout', 'the option --timeout needs a value'],
    ['backup', 'FILE is missing'],
    ['backup a b', '"b" is one argument too many'],
    ['config extra', '"extra" is one argument too many'],
    ['user dance', '"user" is followed by "list" or by "reset-password NAME"'],
  ])('"tocsin %s" is refused with code 2 and a way on', async (line, message) => {
    const { code, stdout, stderr } = await ran(line);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/See "tocsin [a-z -]+"\.\n$/);
  });

  test.each(['', 'serve', 'config', 'health', 'backup copy', 'user list', 'user reset-password ada'])(
    '"tocsin %s" tells all faults of the configuration at once and ends with code 2',
    async (line) => {
      const { code, stdout, stderr } = await ran(line, { TOCSIN_PORT: 'x', TOCSIN_HOTS: 'y' });
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toBe(
        'tocsin: The configuration has 2 faults.\n' +
          '  TOCSIN_HOTS: is no setting; did you mean TOCSIN_HOST?\n' +
          '  TOCSIN_PORT: "x" is not allowed: it must be a whole number from 0 to 65535\n',
      );
    },
  );
});
