// A small client of a Docker engine by which tests make, move and remove containers. It shares nothing with the client that is being tested.
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface EngineApi {
  readonly socket: string;
  /** The answer's text and status, whatever it is. */
  call(
    method: string,
    path: string,
    body?: Uint8Array | object,
  ): Promise<{ readonly status: number; readonly text: string }>;
  /** The answer of a request that has to succeed, as JSON; undefined when it has no body. */
  // biome-ignore lint/suspicious/noExplicitAny: the tests read single fields of an engine's answers, and fail when they are not there.
  expect(method: string, path: string, body?: Uint8Array | object): Promise<any>;
  /** The body of a request that has to succeed, as bytes. */
  bytes(path: string): Promise<Buffer>;
}

export function engineApi(socket: string): EngineApi {
  const open = (method: string, path: string, body?: Uint8Array | object): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const raw = body instanceof Uint8Array;
      const headers = body === undefined ? {} : { 'content-type': raw ? 'application/x-tar' : 'application/json' };
      const asked = request({ socketPath: socket, method, path, headers, agent: false }, resolve).on('error', reject);
      asked.end(body === undefined || raw ? body : JSON.stringify(body));
    });
  const call: EngineApi['call'] = async (method, path, body) => {
    const answer = await open(method, path, body);
    return { status: answer.statusCode ?? 0, text: await text(answer) };
  };
  return {
    socket,
    call,
    async expect(method, path, body) {
      const answer = await call(method, path, body);
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
      return answer.text === '' ? undefined : JSON.parse(answer.text);
    },
    async bytes(path) {
      const answer = await open('GET', path);
      if (answer.statusCode !== 200) throw new Error(`GET ${path}: ${answer.statusCode} ${await text(answer)}`);
      return Buffer.concat(await answer.toArray());
    },
  };
}
