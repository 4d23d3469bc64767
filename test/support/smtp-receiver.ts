// A mail server on a real socket that says what the test's script tells it to, and remembers each mail that it took.
import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer, TLSSocket, type TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';

export interface SmtpScript {
  readonly security: 'tls' | 'starttls' | 'none';
  readonly tls?: TlsOptions;
  /** Answers in place of the usual ones, by the command's first word, or the whole of it, in capitals (`DATA_END` for the end of a mail, `GREETING` for the first line); null answers nothing, `cut` breaks off. */
  readonly answers?: Readonly<Record<string, string | null | 'cut'>>;
}

export interface SmtpReceiver {
  readonly port: number;
  readonly mails: readonly string[];
  /** Every command, with what follows it. */
  readonly commands: readonly string[];
  readonly connections: () => number;
  readonly open: () => number;
}

const USUAL: Readonly<Record<string, string>> = {
  GREETING: '220 mail.test ESMTP',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  DATA_END: '250 queued as 1',
  AUTH: '235 welcome',
  QUIT: '221 bye',
  STARTTLS: '220 go on',
};

/** Gone when the test ends. */
export async function startSmtpReceiver(script: SmtpScript): Promise<SmtpReceiver> {
  const [mails, commands, open]: [string[], string[], Set<Socket>] = [[], [], new Set()];
  let connections = 0;
  const served = (socket: Socket) => new Conversation(socket, { script, mails, commands }).begin();
  const server: Server = script.security === 'tls' ? createTlsServer(script.tls ?? {}, served) : createServer(served);
  server.on('connection', (socket: Socket) => {
    connections++;
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { port, mails, commands, connections: () => connections, open: () => open.size };
}

interface Memory {
  readonly script: SmtpScript;
  readonly mails: string[];
  readonly commands: string[];
}

class Conversation {
  readonly #memory: Memory;
  #socket: Socket;
  #rest = '';
  #mail: string | undefined;
  #isSecure: boolean;

  constructor(socket: Socket, memory: Memory) {
    this.#socket = socket;
    this.#memory = memory;
    this.#isSecure = memory.script.security === 'tls';
  }

  begin(): void {
    this.#listen();
    this.#say('GREETING');
  }

  #listen(): void {
    this.#socket.on('error', () => {});
    this.#socket.on('data', (bytes: Buffer) => this.#read(bytes.toString('utf8')));
  }

  #read(text: string): void {
    this.#rest += text;
    for (let end = this.#rest.indexOf('\r\n'); end >= 0; end = this.#rest.indexOf('\r\n')) {
      const line = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end + 2);
      if (this.#mail === undefined) this.#command(line);
      else this.#line(line);
    }
  }

  #line(line: string): void {
    if (line !== '.') {
      this.#mail += `${line.replace(/^\./, '')}\r\n`;
      return;
    }
    this.#memory.mails.push(this.#mail ?? '');
    this.#mail = undefined;
    this.#say('DATA_END');
  }

  #command(line: string): void {
    this.#memory.commands.push(line);
    const word = line.split(' ')[0]?.toUpperCase() ?? '';
    const whole = line.toUpperCase();
    this.#say(Object.hasOwn(this.#memory.script.answers ?? {}, whole) ? whole : word);
    if (word === 'DATA' && (this.#memory.script.answers?.DATA ?? '354').startsWith('354')) this.#mail = '';
    if (word === 'STARTTLS' && this.#memory.script.tls) this.#beginTls(this.#memory.script.tls);
  }

  #beginTls(tls: TlsOptions): void {
    this.#socket.removeAllListeners('data');
    this.#socket = new TLSSocket(this.#socket, { isServer: true, secureContext: createSecureContext(tls) });
    this.#isSecure = true;
    this.#listen();
  }

  #say(word: string): void {
    const { answers = {} } = this.#memory.script;
    const answer = Object.hasOwn(answers, word) ? answers[word] : word === 'EHLO' ? this.#greeting() : USUAL[word];
    if (answer === 'cut') this.#socket.destroy();
    else if (answer !== null) this.#socket.write(`${answer ?? '250 ok'}\r\n`);
  }

  #greeting(): string {
    const offers = this.#memory.script.security === 'starttls' && !this.#isSecure ? ['STARTTLS'] : ['AUTH PLAIN LOGIN'];
    return ['250-mail.test', ...offers.map((offer) => `250-${offer}`), '250 SIZE 10000000'].join('\r\n');
  }
}
