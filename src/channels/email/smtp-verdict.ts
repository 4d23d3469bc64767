// What an answer of a mail server, or the lack of one, means for the delivery.
import { DELIVERED, type DeliveryVerdict, rejected, retry } from '../../core/deliveries/delivery-verdict.ts';
import type { NetFaultKind } from '../../core/deliveries/net-faults.ts';
import { connectionFault } from '../../net/error-words.ts';

export interface SmtpResult {
  readonly verdict: DeliveryVerdict;
  readonly status: number | null;
  readonly words: string;
}

/** What nodemailer tells of a mail that the server took, for at least one of its receivers. */
export interface TakenMail {
  /** Addresses. */
  readonly rejected?: readonly unknown[] | undefined;
  readonly rejectedErrors?: readonly { readonly responseCode?: number | undefined }[] | undefined;
}

/** Where a receiver was put off all get it again, as the same mail by its Message-ID: a second time is better than never. */
export function smtpSuccess({ rejected: refused = [], rejectedErrors = [] }: TakenMail): SmtpResult {
  const putOff = rejectedErrors.filter(({ responseCode = 0 }) => responseCode >= 400 && responseCode < 500);
  const [{ responseCode: status = 250 } = {}] = putOff;
  if (putOff.length > 0) {
    const words = `The server took it, but put it off for ${putOff.length} of the receivers.`;
    return { verdict: retry('busy'), status, words };
  }
  const words =
    refused.length === 0
      ? 'The server took the mail.'
      : `The server took it, but not for ${refused.length} of the receivers.`;
  return { verdict: DELIVERED, status, words };
}

/** `error` is what nodemailer rejects with. */
export function smtpFailure(place: string, error: unknown): SmtpResult {
  const { responseCode, code = '', originalCode, message } = asMailError(error);
  if (code === 'ETLS') return lost('tls', `${place} does not offer TLS, which is demanded.`);
  if (responseCode !== undefined) return answered(responseCode, code);
  if (originalCode !== undefined) {
    const { kind, words } = connectionFault(place, Object.assign(new Error(message), { code: originalCode }));
    return lost(kind, words);
  }
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return { verdict: rejected('unauthorized'), status: null, words: `${place} does not take this login.` };
  if (code === 'EMESSAGE' || code === 'EENVELOPE')
    return { verdict: rejected('refused'), status: null, words: `${place} would not take a mail like this.` };
  return lost('cut', `${place} broke the connection off, or does not speak SMTP.`);
}

function answered(responseCode: number, code: string): SmtpResult {
  const words = `It was answered with ${responseCode}.`;
  if (responseCode >= 500) {
    const isLogin = code === 'EAUTH' || [530, 534, 535, 538].includes(responseCode);
    return { verdict: rejected(isLogin ? 'unauthorized' : reasonOf(responseCode)), status: responseCode, words };
  }
  const isBusy = [421, 450, 451, 452, 454].includes(responseCode);
  return { verdict: retry(isBusy ? 'busy' : 'server_error'), status: responseCode, words };
}

const reasonOf = (responseCode: number) => (responseCode === 552 ? 'too_large' : 'refused');

const lost = (reason: NetFaultKind, words: string): SmtpResult => ({ verdict: retry(reason), status: null, words });

/** The library puts a code of its own in the place of the system's, which it keeps beside. */
interface MailError {
  readonly code?: string;
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly message: string;
}

function asMailError(error: unknown): MailError {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const system =
    'originalCode' in error && typeof error.originalCode === 'string' ? { originalCode: error.originalCode } : {};
  const answer =
    'responseCode' in error && typeof error.responseCode === 'number' ? { responseCode: error.responseCode } : {};
  return { message: error.message, ...code, ...system, ...answer };
}
