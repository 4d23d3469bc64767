// Speaks with one engine over HTTP: on a Unix socket, or on TCP with or without TLS. A connection for each request.
import type { Clock } from '../../../core/clock.ts';
import { type Stamp, stampOfMilliseconds } from '../../../core/lines/stamp.ts';
import { BodyStream, type Reach, type Reachable } from './body-stream.ts';
import { type EngineAddress, parseEngineAddress } from './engine-address.ts';
import type { BodySink, EngineClient, EngineStream, JsonAnswer, StreamOptions } from './engine-client.ts';
import { EngineClock } from './engine-clock.ts';
import { type EngineFault, fault } from './faults/engine-fault.ts';
import { placeOf } from './faults/exchange-fault.ts';
import { refusalFault } from './faults/refusal.ts';
import { negotiate } from './negotiation.ts';
import { readTlsTerms, type TlsSettings, wantsTls } from './tls-files.ts';
import { type Asked, askWhole } from './whole-answer.ts';

export interface EngineOptions {
  readonly name: string;
  /** As in TOCSIN_DOCKER_HOST. */
  readonly url: string;
  readonly tls: TlsSettings;
  readonly clock: Clock;
}

export class HttpEngineClient implements EngineClient {
  readonly name: string;
  readonly #options: EngineOptions;
  readonly #address: EngineAddress | EngineFault;
  readonly #time = new EngineClock();
  /** Found out once per negotiation, so that renewed certificates count from the next one on. */
  #reach: Promise<Reach> | undefined;
  /** What stands before every path since a version was agreed on. */
  #version = '';

  constructor(options: EngineOptions) {
    this.name = options.name;
    this.#options = options;
    this.#address = parseEngineAddress(options.url);
  }

  async negotiate(signal: AbortSignal): ReturnType<EngineClient['negotiate']> {
    this.#reach = undefined;
    const reach = await this.#reached();
    if (!reach.ok) return reach;
    const place = placeOf(reach.target);
    const agreed = await negotiate({ place, ask: (path) => this.#ask(reach, path, signal) });
    if (!agreed.ok) return agreed;
    this.#version = agreed.prefix;
    if (agreed.time !== undefined) this.#time.exact(agreed.time.stamp, agreed.time.between);
    return { ok: true, traits: agreed.traits };
  }

  async getJson(path: string, signal: AbortSignal): Promise<JsonAnswer> {
    const reach = await this.#reached();
    if (!reach.ok) return reach;
    const answer = await this.#ask(reach, this.#version + path, signal);
    if (!answer.ok) return answer;
    const { status, body } = answer;
    const place = placeOf(reach.target);
    if (status < 200 || status > 299)
      return { ok: false, fault: refusalFault({ place, path, status, body: body.toString() }) };
    try {
      return { ok: true, body: JSON.parse(body.toString()) };
    } catch {
      return { ok: false, fault: fault('protocol', `What ${place} answered to ${path} is no JSON.`) };
    }
  }

  stream(path: string, sink: BodySink, { hasTime = false }: StreamOptions = {}): EngineStream {
    return new BodyStream({
      reach: this.#reached(),
      path: this.#version + path,
      sink,
      hasTime,
      clock: this.#options.clock,
      heard: (headers, between) => this.#time.header(headers.date, between),
    });
  }

  now(): Stamp {
    const { clock } = this.#options;
    return this.#time.at(clock.monotonic()) ?? stampOfMilliseconds(clock.now());
  }

  async #ask({ target, base }: Reachable, path: string, signal: AbortSignal): Promise<Asked> {
    const answer = await askWhole({ target, path: base + path, clock: this.#options.clock, signal });
    if (answer.ok) this.#time.header(answer.headers.date, answer.between);
    return answer;
  }

  #reached(): Promise<Reach> {
    this.#reach ??= findReach(this.#address, this.#options);
    return this.#reach;
  }
}

async function findReach(address: EngineAddress | EngineFault, { tls, name }: EngineOptions): Promise<Reach> {
  if ('words' in address) return { ok: false, fault: address };
  if (address.kind === 'unix') return { ok: true, target: address, base: '' };
  const { host, port, base } = address;
  const secure = address.tls === 'always' || (address.tls === 'as_set' && wantsTls(tls));
  const terms = secure ? await readTlsTerms(tls, name) : undefined;
  if (terms !== undefined && 'words' in terms) return { ok: false, fault: terms };
  return { ok: true, target: { kind: 'tcp', host, port, tls: terms }, base };
}
