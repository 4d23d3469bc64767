// The reader that one writes first: http.get, and an event for each piece, of which it counts the bytes: node bench/docker/plain-reader.ts SOCKET CONTAINER
import { get } from 'node:http';

const [socketPath = '', id = ''] = process.argv.slice(2);
const path = `/containers/${id}/logs?follow=1&stdout=1&stderr=1&timestamps=1`;
let bytes = 0;
get({ socketPath, path, agent: false }, (response) => {
  response.on('data', (piece: Buffer) => {
    bytes += piece.length;
  });
});
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ bytes, cpuMs: (user + system) / 1_000 });
});
process.on('disconnect', () => process.exit());
