import {Type} from '@fastify/type-provider-typebox';
import {readiness, type Readiness} from '../../readiness.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers} from '../schemas.js';

const Ready = Type.Object({
  ready: Type.Boolean(),
  parts: Type.Record(Type.String(), Type.Union([Type.Literal('up'), Type.Literal('down')])),
});

/** Anybody may ask, and each answer asks every part: it is as old as this at most, ms. */
const remembered = 1000;

export const operations: RoutePlugin = async (app, {services}) => {
  let last: {at: number; state: Promise<Readiness>} | undefined;
  const ready = async () => {
    const now = performance.now();
    if (!last || now - last.at > remembered) last = {at: now, state: readiness(services)};
    const {parts} = await last.state;
    return services.lifecycle.draining
      ? {ready: false, parts: {...parts, gateway: 'down' as const}}
      : {ready: true, parts};
  };
  const options = {config: {access: 'public'}, logLevel: 'silent'} as const;
  const tags = ['operations'];

  app.get(
    '/health',
    {
      ...options,
      schema: {
        tags,
        summary: 'The process is alive',
        response: answers({200: Type.Object({alive: Type.Literal(true)})}),
      },
    },
    async () => ({alive: true as const}),
  );

  app.get(
    '/ready',
    {
      ...options,
      schema: {
        tags,
        summary: 'Requests may be sent here; and which of its parts can be reached',
        response: {...answers({200: Ready}), 503: Ready},
      },
    },
    async (_request, reply) => {
      const state = await ready();
      return reply.code(state.ready ? 200 : 503).send(state);
    },
  );

  app.get(
    '/metrics',
    {
      ...options,
      schema: {
        tags,
        summary: 'Figures for Prometheus',
        produces: ['text/plain'],
        response: answers({200: Type.String()}),
      },
    },
    async (_request, reply) => {
      const {registry} = services.metrics;
      return reply.type(registry.contentType).send(await registry.metrics());
    },
  );
};
