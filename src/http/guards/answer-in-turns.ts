// Has each request of somebody who is known wait for its turn, before its body is read.
import type { FastifyInstance } from 'fastify';
import { principalKey } from '../../access/principal.ts';
import { goesOn } from '../route.ts';
import { CallerTurns } from './caller-turns.ts';

/** To be called after the guard: it says who asks. */
export function answerInTurns(app: FastifyInstance, turns = new CallerTurns()): void {
  app.addHook('onRequest', async (request, reply) => {
    const { principal, socket } = request;
    const { route } = request.routeOptions.config;
    // What goes on for long is counted where it begins.
    if (!route || !principal || goesOn(route)) return;
    // Its client went away while we found out who it is: nothing would tell us that it is over.
    if (socket.destroyed) return reply.hijack();
    const turn = turns.begin(principalKey(principal));
    reply.raw.once('close', turn.end);
    await turn.hasCome;
    return socket.destroyed ? reply.hijack() : undefined;
  });
}
