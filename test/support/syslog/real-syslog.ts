// What real syslog servers have in common: started on free ports of this machine, ended with the test, and read from the file that they write.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { waitUntil } from '../wait-until.ts';

/** A message as the server took it apart. */
export type ParsedMessage = Readonly<Record<string, string>>;

export interface RealSyslog {
  readonly ports: Readonly<Record<'tls' | 'tcp' | 'udp', number>>;
  /** All so far, once there are so many. */
  parsed(atLeast: number): Promise<readonly ParsedMessage[]>;
}

interface Start {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** One JSON object a line. */
  readonly output: string;
  readonly ports: RealSyslog['ports'];
}

export async function startedSyslog({ program, args, environment, output, ports }: Start): Promise<RealSyslog> {
  const child = spawn(program, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const ended = new Promise((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  await waitUntil(async () => (await listens(ports.tls)) && (await listens(ports.tcp)), {
    what: () => `${program} listens: ${said}`,
  });
  const read = (): readonly ParsedMessage[] =>
    (existsSync(output) ? readFileSync(output, 'utf8') : '')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  return {
    ports,
    async parsed(atLeast) {
      await waitUntil(() => read().length >= atLeast, {
        what: () => `${atLeast} messages are there: ${said}\n${JSON.stringify(read()).slice(0, 3_000)}`,
      });
      return read();
    },
  };
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

export async function freePorts(): Promise<RealSyslog['ports']> {
  const [one, two] = [createServer(), createServer()];
  const three = createSocket('udp4');
  await Promise.all([one, two].map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))));
  await new Promise<void>((resolve) => three.bind(0, '127.0.0.1', resolve));
  const [tls, tcp] = [one, two].map((server) => {
    const address = server.address();
    server.close();
    return typeof address === 'object' && address ? address.port : 0;
  });
  const udp = three.address().port;
  three.close();
  return { tls: tls ?? 0, tcp: tcp ?? 0, udp };
}
