// A receiver of messages that runs inside of an engine's network: node test/support/image/receiver-inner.ts HOST
// It says on its standard output at which port it listens, then each body that comes as JSON on a line. It ends with its standard input, which happens however the test ends.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const [host = ''] = process.argv.slice(2);
const tell = (what: unknown): boolean => process.stdout.write(`${JSON.stringify(what)}\n`);

const server = createServer(async (request, response) => {
  tell(await text(request));
  response.writeHead(204).end();
});
server.listen(0, host, () => tell(server.address()));
process.stdin.resume().once('close', () => process.exit());
