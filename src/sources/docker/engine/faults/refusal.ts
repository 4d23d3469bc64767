// What an answer with an error status means for a person.

import { engineWords } from '../engine-words.ts';
import { type EngineFault, fault } from './engine-fault.ts';
import { speaksTls } from './tls-fault.ts';

export interface Refusal {
  /** Whom we asked, as people write it. */
  readonly place: string;
  /** What we asked for; its version and query are left out of the words. */
  readonly path: string;
  readonly status: number;
  /** What came as the body, or its beginning. */
  readonly body: string;
}

/** What the usual socket proxies call the right to each part of the API. */
const PROXY_VARIABLES: Readonly<Record<string, string>> = {
  _ping: 'PING',
  version: 'VERSION',
  info: 'INFO',
  events: 'EVENTS',
  containers: 'CONTAINERS',
};

const LONGEST_MESSAGE = 500;

export function refusalFault(refusal: Refusal): EngineFault {
  const { status, body } = refusal;
  const message = messageOf(body);
  const told = message === undefined ? { status } : { status, message };
  return { ...worded(refusal, message), ...told };
}

function worded({ place, path, status, body }: Refusal, message: string | undefined): EngineFault {
  const asked = `GET ${endpoint(path)}`;
  const sentence = message === undefined ? '' : `: ${message.replace(/\.?$/, '.')}`;
  if (status === 400 && body.includes('HTTPS server')) return speaksTls(place);
  if (status === 401)
    return fault(
      'refused',
      `${place} wants a login before it answers ${asked}. Tocsin has none to give: let it through there.`,
    );
  if (status === 403) return fault('refused', `${place} forbids ${asked}${sentence || '.'} ${allowance(path)}`);
  if (status >= 300 && status < 400)
    return fault(
      'not_an_engine',
      `${place} sends us elsewhere (${status}) instead of answering ${asked}: this is no Docker engine.`,
    );
  if ([502, 503, 504].includes(status))
    return fault(
      'refused',
      `${place} answers ${asked} with ${status}${sentence || '.'} A proxy says so when it cannot reach the engine itself: look at its own socket mount.`,
    );
  return fault('refused', `The engine answers ${asked} with ${status}${sentence || '.'}`);
}

/** How to have a path allowed by whoever stands between us and the engine. */
export function allowance(path: string): string {
  const variable = PROXY_VARIABLES[endpoint(path).split('/')[1] ?? ''];
  const set = variable === undefined ? '' : `set ${variable}=1 for it, or `;
  return `If that is a socket proxy, ${set}let GET ${endpoint(path)} through.`;
}

/** `/v1.41/containers/4c01db0b339c/logs?follow=1` → `/containers/{id}/logs`. */
function endpoint(path: string): string {
  return path
    .replace(/\?.*$/, '')
    .replace(/^(?:\/.*)?\/v\d[\d.]*(?=\/)/, '')
    .replace(/^\/containers\/(?!json$)[^/]+/, '/containers/{id}');
}

/** The engine's own sentence: Docker answers with `{"message": …}`, older ones and proxies with plain text. */
function messageOf(body: string): string | undefined {
  const text = body.trim();
  if (text === '' || text.startsWith('<')) return undefined;
  return engineWords(jsonMessage(text) ?? text, LONGEST_MESSAGE);
}

function jsonMessage(text: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const { message, cause } = parsed as { message?: unknown; cause?: unknown };
    return [message, cause].find((one): one is string => typeof one === 'string' && one !== '');
  } catch {
    return undefined;
  }
}
