// Why an engine on the network cannot be reached, in words.
import { type EngineFault, fault } from './engine-fault.ts';

interface Place {
  readonly host: string;
  readonly port: number;
}

/** The fault behind the code of a connection that failed; undefined when the code says nothing of the network. */
export function networkFault({ host, port }: Place, code: string | undefined): EngineFault | undefined {
  switch (code) {
    case 'ECONNREFUSED':
      return fault(
        'not_listening',
        `Nothing listens at ${host}:${port}. Start the engine or the socket proxy there, and see that it listens on this port.`,
      );
    case 'ENOTFOUND':
    case 'EAI_FAIL':
    case 'EAI_NONAME':
    case 'EAI_NODATA':
      return fault(
        'unreachable',
        `The name ${host} is not known. In compose.yaml it has to be the name of a service in a network that Tocsin shares; else see that DNS knows it.`,
      );
    case 'EAI_AGAIN':
      return fault('unreachable', `The name ${host} cannot be looked up now: the DNS server does not answer.`);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EHOSTDOWN':
    case 'EADDRNOTAVAIL':
      return fault(
        'unreachable',
        `There is no way to ${host}:${port} (${code}). Look at the network between here and there.`,
      );
    case 'ETIMEDOUT':
      return fault(
        'unreachable',
        `${host}:${port} does not answer at all. The machine may be off, or a firewall drops what is sent to it.`,
      );
    case 'EMFILE':
    case 'ENFILE':
      return fault('unreachable', 'Tocsin has no file descriptor left for a connection: raise its limit (ulimit -n).');
    default:
      return undefined;
  }
}
