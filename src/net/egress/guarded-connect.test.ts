import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { guarded } from '../../../test/support/guarded.ts';
import { startLoopbackListener } from '../../../test/support/loopback-listener.ts';

/** As the system shows a connection to an address of this machine that nobody has named, or to one of another. */
const dialOf =
  (port: number, [remoteAddress, localAddress]: readonly [string, string]) =>
  () =>
    Object.defineProperties(connect({ host: '127.0.0.1', port }), {
      remoteAddress: { value: remoteAddress },
      localAddress: { value: localAddress },
    });

test.each([
  ['closed where both of its ends are the same address', ['192.168.7.7', '192.168.7.7'], 'denied'],
  ['open where its other end is another machine', ['192.168.7.7', '192.168.7.8'], undefined],
] as const)('a connection to a port of this server itself is %s', async (_, ends, kind) => {
  const { port } = await startLoopbackListener();
  const own = { what: 'this server itself', host: '0.0.0.0', port, isHere: true, isFinal: false, addresses: () => [] };
  const { connect: guard } = guarded({ closed: [own], dial: dialOf(port, ends) });
  const target = { speaks: 'http', host: '192.168.7.7', port, isAddress: true } as const;
  const connected = await guard.connect(target, new AbortController().signal);
  if (connected.ok) connected.socket.destroy();
  expect(connected.ok ? undefined : connected.fault.kind).toBe(kind);
});
