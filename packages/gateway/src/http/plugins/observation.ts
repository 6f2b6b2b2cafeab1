import fp from 'fastify-plugin';
import type {Services} from '../../services.js';

/** One log line and one measurement a request. */
export const observation = fp<{services: Services}>(
  async (app, {services: {metrics}}) => {
    app.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'unknown';
      const {method} = request;
      const status = reply.statusCode;
      const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
      metrics.requests.observe({method, route, status}, reply.elapsedTime / 1000);
      const level = request.routeOptions.logLevel === 'silent' ? 'trace' : 'info';
      request.log[level]({method, route, status, milliseconds}, 'answered');
    });
  },
  {name: 'observation'},
);
