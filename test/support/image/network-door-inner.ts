// The half of a door that runs inside of an engine's network: node test/support/image/network-door-inner.ts SOCKET HOST PORT
// It says when it listens, and ends with its standard input, which happens however the test ends.
import { connect, createServer } from 'node:net';
import { joinSockets } from './joined-sockets.ts';

const [socket = '', host = '', port = ''] = process.argv.slice(2);

createServer((near) => joinSockets(near, connect(Number(port), host))).listen(socket, () =>
  process.stdout.write('listens\n'),
);
process.stdin.resume().once('close', () => process.exit());
