// The reader that one writes first: http.get, and an event for each piece, of which it counts the bytes: node bench/docker/plain-reader.ts SOCKET
// Its parent tells it which container to follow, and is told what that has come to.
import { get } from 'node:http';

const [socketPath = ''] = process.argv.slice(2);
let bytes = 0;

function follow(id: string): void {
  const path = `/containers/${id}/logs?follow=1&stdout=1&stderr=1&timestamps=1`;
  get({ socketPath, path, agent: false }, (response) => {
    response.on('data', (piece: Buffer) => {
      bytes += piece.length;
    });
  });
}

process.on('message', (question: { readonly follow?: string }) => {
  if (question.follow !== undefined) follow(question.follow);
  const { user, system } = process.cpuUsage();
  process.send?.({ bytes, cpuMs: (user + system) / 1_000, residentBytes: process.memoryUsage.rss() });
});
process.on('disconnect', () => process.exit());
