// `tocsin health`: asks the running server whether it is well, and says so in one line.
import { request } from 'node:http';
import { loadConfig } from '../config/load.ts';
import type { CommandIo, ExitCode, GivenArguments } from './shell/command.ts';

const PATIENCE_SECONDS = 3;
const LONGEST_ANSWER = 64 * 1024;

export async function health({ options }: GivenArguments, io: CommandIo): Promise<ExitCode> {
  const seconds = Number(options.timeout ?? PATIENCE_SECONDS);
  if (!(seconds > 0 && seconds <= 600)) return refuse(io);
  const { host, port } = loadConfig(io).config;
  const url = `http://${reachable(host)}:${port}/api/health`;
  const answer = await ask(url, seconds * 1000);
  io.stdout.write(`${answer.line}\n`);
  return answer.well ? 0 : 1;
}

function refuse(io: CommandIo): ExitCode {
  io.stderr.write('tocsin: --timeout is a number of seconds, more than 0 and up to 600\nSee "tocsin health --help".\n');
  return 2;
}

/** A server that listens on every address is asked on the nearest. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

interface Answer {
  readonly well: boolean;
  readonly line: string;
}

/** Resolves within the time whatever happens. No agent: nothing must keep the process alive afterwards. */
function ask(url: string, withinMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const asked = request(url, { agent: false, signal: AbortSignal.timeout(withinMs) }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (text.length < LONGEST_ANSWER) text += chunk;
      });
      response.on('end', () => resolve(read(response.statusCode ?? 0, text)));
      response.on('error', fail);
    });
    function fail(error: Error): void {
      const late = error.name === 'TimeoutError' || error.name === 'AbortError';
      resolve({
        well: false,
        line: `failing: ${url} ${late ? `gave no answer within ${withinMs / 1000} s` : `does not answer (${error.message})`}`,
      });
    }
    asked.on('error', fail).end();
  });
}

/** `degraded` is well: this process can serve and store, and a restart would mend nothing. */
function read(status: number, text: string): Answer {
  const report = parse(text);
  const reasons = Object.values(report.checks ?? {})
    .filter((check) => check.status !== 'ok')
    .map((check) => check.message);
  if (report.status === undefined) return { well: false, line: `failing: that is no Tocsin (status ${status})` };
  const demo = report.checks?.demo === undefined ? '' : ', a demo: all that is watched there is invented';
  const said = [`${`${report.status}: Tocsin ${report.version ?? ''}`.trim()}${demo}`, ...reasons].join('; ');
  return { well: status === 200, line: said.replace(/\s+/g, ' ') };
}

interface Report {
  readonly status?: string;
  readonly version?: string;
  readonly checks?: Readonly<Record<string, { readonly status?: string; readonly message?: string }>>;
}

function parse(text: string): Report {
  try {
    const report: unknown = JSON.parse(text);
    return typeof report === 'object' && report !== null ? report : {};
  } catch {
    return {};
  }
}
