// Reads what TLS with an engine needs from files as Docker's own tools name them.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { type EngineFault, fault } from './faults/engine-fault.ts';
import type { TlsTerms } from './http/dial.ts';

export interface TlsSettings {
  /** A folder with `ca.pem`, `cert.pem` and `key.pem`, each if needed; or with a folder of that kind for each engine, by its name. */
  readonly certPath: string | undefined;
  /** Undefined: nobody said, and certificates are checked. */
  readonly verify: boolean | undefined;
}

/** Whether `tcp://` means TLS. */
export const wantsTls = ({ certPath, verify }: TlsSettings): boolean => certPath !== undefined || verify === true;

export async function readTlsTerms({ certPath, verify }: TlsSettings, engine: string): Promise<TlsTerms | EngineFault> {
  const folder = certPath === undefined ? undefined : await folderOf(certPath, engine);
  const [ca, cert, key] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map((name) => readPem(folder, name)));
  const unreadable = [ca, cert, key].find((one) => one?.problem !== undefined);
  if (unreadable?.problem !== undefined) return fault('tls', unreadable.problem);
  if (folder !== undefined && !ca?.text && !cert?.text && !key?.text)
    return fault(
      'tls',
      `The folder ${folder} of TOCSIN_DOCKER_CERT_PATH holds none of ca.pem, cert.pem, key.pem. In a container it has to be mounted.`,
    );
  if ((cert?.text === undefined) !== (key?.text === undefined))
    return fault('tls', `In ${folder} cert.pem and key.pem belong together, and only one of them is there.`);
  return terms({ ca: ca?.text, cert: cert?.text, key: key?.text }, { folder, verify: verify ?? true });
}

async function folderOf(certPath: string, engine: string): Promise<string> {
  const own = path.join(certPath, engine);
  const there = await stat(own).catch(() => undefined);
  return there?.isDirectory() ? own : certPath;
}

/** Absent is no problem: not every engine needs each of the three. */
async function readPem(folder: string | undefined, name: string): Promise<{ text?: string; problem?: string }> {
  if (folder === undefined) return {};
  const file = path.join(folder, name);
  try {
    return { text: await readFile(file, 'latin1') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return {};
    return {
      problem: `${file} cannot be read (${code}). Tocsin runs as uid ${process.geteuid?.() ?? '?'}: let that user read it.`,
    };
  }
}

interface Pems {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

function terms(
  pems: Pems,
  { folder, verify }: { folder: string | undefined; verify: boolean },
): TlsTerms | EngineFault {
  try {
    return { context: createSecureContext(given(pems)), verify };
  } catch (error) {
    // The messages of OpenSSL name what it stumbled over, never what stands in a key.
    const reason = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
    return fault(
      'tls',
      `The certificates in ${folder} cannot be used (${reason}). They must be PEM, the key without a passphrase and belonging to cert.pem.`,
    );
  }
}

/** Without the names that have no value: an absent `ca` means the authorities that the system trusts. */
function given({ ca, cert, key }: Pems): { ca?: string; cert?: string; key?: string } {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}
