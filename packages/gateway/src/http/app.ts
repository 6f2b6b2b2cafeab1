import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import type {TypeBoxTypeProvider} from '@fastify/type-provider-typebox';
import Fastify, {LogController, type FastifyInstance} from 'fastify';
import {randomUUID} from 'node:crypto';
import {actorOf} from '../auth/principal.js';
import {mayUseCookies} from '../auth/session-cookie.js';
import type {Services} from '../services.js';
import {access} from './plugins/access.js';
import {errors} from './plugins/errors.js';
import {lastRequests} from './plugins/last-requests.js';
import {observation} from './plugins/observation.js';
import {openapi} from './plugins/openapi.js';
import {callbacks} from './routes/callbacks.js';
import {callRoutes} from './routes/calls.js';
import {inboundMappings} from './routes/inbound-mappings.js';
import {livekitWebhook} from './routes/livekit-webhook.js';
import {me} from './routes/me.js';
import {opentok} from './routes/opentok.js';
import {nextcloud} from './routes/nextcloud.js';
import {operations} from './routes/operations.js';
import {participants} from './routes/participants.js';
import {realtime} from './routes/realtime.js';
import {rooms} from './routes/rooms.js';
import {sessions} from './routes/sessions.js';
import {callerId} from './routes/caller-id.js';
import {trunks} from './routes/trunks.js';

/** Every group of routes: a plugin of its own, with what it needs from the services. */
const routes = [
  sessions,
  me,
  rooms,
  callRoutes,
  callbacks,
  trunks,
  callerId,
  inboundMappings,
  livekitWebhook,
  opentok,
  nextcloud,
  participants,
  realtime,
  operations,
];

/** The HTTP API over the services. It listens nowhere yet, and closing it leaves the services open. */
export async function createApp(services: Services): Promise<FastifyInstance> {
  const {settings, log} = services;
  const app = Fastify({
    loggerInstance: log,
    // `observation` writes one line a request instead of two.
    logController: new LogController({disableRequestLogging: true}),
    genReqId: () => randomUUID(),
    trustProxy: settings.TRUST_PROXY,
    bodyLimit: 256 * 1024,
    // Names of rooms are in paths, percent-encoded.
    routerOptions: {maxParamLength: 1800},
    // A connection on which nothing was ever asked would keep the server from ending for minutes.
    forceCloseConnections: true,
    ajv: {customOptions: {removeAdditional: false, coerceTypes: false}},
  }).withTypeProvider<TypeBoxTypeProvider>();
  await app.register(errors);
  await app.register(observation, {services});
  await app.register(lastRequests);
  await app.register(cookie);
  await app.register(cors, {
    delegator: ({headers: {origin = ''}}, decide) =>
      decide(null, {
        origin: settings.CORS_ORIGINS.includes('*') || [...settings.CORS_ORIGINS],
        credentials: mayUseCookies(origin, settings),
        methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        allowedHeaders: ['authorization', 'content-type', 'last-event-id'],
        maxAge: 600,
      }),
  });
  await app.register(rateLimit, {
    // After `access` has found out who it is.
    hook: 'preParsing',
    max: settings.RATE_LIMIT_MAX,
    timeWindow: settings.RATE_LIMIT_WINDOW,
    keyGenerator: ({principal, ip}) => (principal ? actorOf(principal) : ip),
    // Asterisk asks as often as its calls need; operators' probes must not fail under load.
    allowList: ({principal, routeOptions}) =>
      principal?.kind === 'asterisk' || routeOptions.config.access === 'public',
  });
  await app.register(openapi);
  await app.register(access, {services});
  for (const route of routes) await app.register(route, {services});
  await app.ready();
  return app as unknown as FastifyInstance;
}
