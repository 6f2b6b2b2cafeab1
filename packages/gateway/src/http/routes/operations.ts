import {Type} from '@fastify/type-provider-typebox';
import {readiness} from '../../readiness.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers} from '../schemas.js';

const Ready = Type.Object({
  ready: Type.Boolean(),
  parts: Type.Record(Type.String(), Type.Union([Type.Literal('up'), Type.Literal('down')])),
});

export const operations: RoutePlugin = async (app, {services}) => {
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
        summary: 'Database, Asterisk and LiveKit can be reached',
        response: {...answers({200: Ready}), 503: Ready},
      },
    },
    async (_request, reply) => {
      const state = await readiness(services);
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
