// One request and its answer on one connection, which ends with it. No more of the answer is kept than anybody looks at.
import { type ClientRequest, type IncomingMessage, request as startRequest } from 'node:http';
import type { Socket } from 'node:net';
import { connectionFault } from '../error-words.ts';
import { lastingFault, type NetFault, netFault } from '../net-fault.ts';

/** More of a body is not read, unless the request says otherwise. */
export const MOST_BODY_BYTES = 64 * 1024;
const MOST_HEADER_BYTES = 16 * 1024;
/** Of answers that only say that there will be one: whoever sends more wants to keep us busy. */
const MOST_HINTS = 20;

export interface Answer {
  readonly status: number;
  /** Names in lower case; of those that came several times, the values with commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** False when there was more than is kept, or when the connection or the time ended before the body did: the status is what counts. */
  readonly isWhole: boolean;
}

export type Exchanged =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly fault: NetFault };

export interface RequestText {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** For people. */
  readonly place: string;
  readonly keepBytes?: number | undefined;
}

/** Ends when the whole answer is there, when the connection fails, or when the signal aborts: then with what came so far, or undefined when that was not even a status. */
export function exchange(
  socket: Socket,
  { place, body, keepBytes = MOST_BODY_BYTES, ...text }: RequestText,
  signal: AbortSignal,
): Promise<Exchanged | undefined> {
  const request = requestOn(socket, text);
  if (request === undefined) return Promise.resolve({ ok: false, fault: unwritable(place) });
  return new Promise((resolve) => {
    let told: Reception | undefined;
    const end = (result: Exchanged | undefined) => {
      signal.removeEventListener('abort', giveUp);
      request.destroy();
      socket.destroy();
      resolve(result);
    };
    const giveUp = () => end(told && { ok: true, answer: told.answer(false) });
    let hints = 0;
    request.on('information', () => {
      if (++hints > MOST_HINTS) end({ ok: false, fault: noHttp(place) });
    });
    request.on('response', (response) => {
      const ended = (isWhole: boolean) => end(told && { ok: true, answer: told.answer(isWhole) });
      told = new Reception(response, keepBytes, ended);
    });
    request.on('error', (error) => (told ? giveUp() : end({ ok: false, fault: faultOf(place, error) })));
    request.on('close', () => (told ? giveUp() : end({ ok: false, fault: cut(place) })));
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    else send(request, body);
  });
}

/** Undefined where a header or the path holds what HTTP does not carry; the connection has ended then. */
function requestOn(socket: Socket, text: Pick<RequestText, 'path' | 'headers'>): ClientRequest | undefined {
  try {
    return startRequest({
      ...text,
      method: 'POST',
      // No agent: nothing is kept open, and no proxy of the environment is asked.
      createConnection: () => socket,
      setHost: false,
      maxHeaderSize: MOST_HEADER_BYTES,
    });
  } catch {
    socket.destroy();
    return undefined;
  }
}

const send = (request: ClientRequest, body: Uint8Array): void => void request.end(body);

/** Collects a body up to its bound. */
class Reception {
  readonly #response: IncomingMessage;
  readonly #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(response: IncomingMessage, keepBytes: number, ended: (isWhole: boolean) => void) {
    this.#response = response;
    response.on('data', (piece: Buffer) => {
      const room = keepBytes - this.#bytes;
      this.#pieces.push(piece.subarray(0, room));
      this.#bytes += Math.min(piece.length, room);
      if (piece.length > room) ended(false);
    });
    response.on('end', () => ended(response.complete));
    response.on('error', () => ended(false));
    response.on('close', () => ended(response.complete));
  }

  answer(isWhole: boolean): Answer {
    const { statusCode = 0, headersDistinct } = this.#response;
    const headers = Object.entries(headersDistinct).map(([name, values = []]) => [name, values.join(', ')] as const);
    return { status: statusCode, headers: Object.fromEntries(headers), body: Buffer.concat(this.#pieces), isWhole };
  }
}

function faultOf(place: string, error: NodeJS.ErrnoException): NetFault {
  if (error.code?.startsWith('HPE_')) return noHttp(place);
  return error.code === 'ECONNRESET' ? cut(place) : connectionFault(place, error);
}

const unwritable = (place: string): NetFault =>
  lastingFault(
    'invalid_target',
    `What is to be sent to ${place} cannot be written as HTTP: a header holds a character that it does not carry.`,
  );
const noHttp = (place: string): NetFault => netFault('protocol', `What answers at ${place} does not speak HTTP.`);
const cut = (place: string): NetFault => netFault('cut', `${place} closed the connection without an answer.`);
