import '@fastify/rate-limit';
import fp from 'fastify-plugin';
import type {FastifyRequest} from 'fastify';
import {actorOf, type Principal} from '../../auth/principal.js';
import {requireOwnPage, sessionCookie} from '../../auth/session-cookie.js';
import {Sessions} from '../../auth/sessions.js';
import {GatewayError} from '../../errors.js';
import {sameSecret} from '../../secrets/compare.js';
import type {Services} from '../../services.js';

/** Who may call a route. `signed`: the route checks the sender's signature itself. */
export type Access = readonly Principal['kind'][] | 'public' | 'signed';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route says who may call it. */
    access?: Access;
  }
  interface FastifyRequest {
    /** Who sent it; `undefined` on public routes. */
    principal: Principal | undefined;
  }
  interface FastifyInstance {
    /** Counts a sender who could not prove who it is. Resolves with what to throw: `error`, or `rate-limited` after too many. */
    turnedAway(request: FastifyRequest, error: unknown): Promise<unknown>;
  }
}

/** The sender of a request to a route that is not public, of the kinds that the route allows. */
export function principalOf<K extends Principal['kind']>(
  {principal}: FastifyRequest,
  ...kinds: K[]
): Extract<Principal, {kind: K}> {
  if (!principal || !kinds.includes(principal.kind as K)) throw new GatewayError('forbidden');
  return principal as Extract<Principal, {kind: K}>;
}

/** Finds out who sends each request and lets in whom the route's `access` names; all others get 401 or 403. */
export const access = fp<{services: Services}>(
  async (app, {services}) => {
    app.decorateRequest('principal', undefined);
    app.addHook('onRoute', ({config, url}) => {
      if (config?.access === undefined) throw new Error(`The route ${url} does not say who may call it.`);
    });
    const failures = app.createRateLimit({
      max: services.settings.RATE_LIMIT_MAX,
      timeWindow: services.settings.RATE_LIMIT_WINDOW,
      keyGenerator: ({ip}) => `failed:${ip}`,
    });
    app.decorate('turnedAway', async (request, error) => {
      const limit = await failures(request);
      return !limit.isAllowed && limit.isExceeded ? new GatewayError('rate-limited') : error;
    });

    app.addHook('onRequest', async (request) => {
      const allowed = request.routeOptions.config.access;
      if (allowed === undefined || allowed === 'public' || allowed === 'signed') return;
      try {
        request.principal = await identify(request, services, allowed);
      } catch (error) {
        throw await app.turnedAway(request, error);
      }
      request.log = request.log.child({actor: actorOf(request.principal)});
      if (!allowed.includes(request.principal.kind)) throw new GatewayError('forbidden');
    });
  },
  {name: 'access', dependencies: ['@fastify/rate-limit', '@fastify/cookie']},
);

async function identify(
  request: FastifyRequest,
  services: Services,
  allowed: readonly Principal['kind'][],
): Promise<Principal> {
  if (allowed.includes('project'))
    return services.opentok.projects.authenticate(request.headers['x-opentok-auth']);
  const {authorization} = request.headers;
  const cookie = request.cookies[sessionCookie];
  if (authorization === undefined && cookie && allowed.includes('browser')) {
    requireOwnPage(request, services.settings);
    return services.sessions.verify(cookie);
  }
  const [, scheme, value = ''] = /^(Bearer|Basic) (\S+)$/i.exec(authorization ?? '') ?? [];
  if (!scheme) throw new GatewayError('token-missing');
  if (allowed.includes('asterisk')) return asterisk(scheme, value, services);
  if (scheme.toLowerCase() === 'basic') throw new GatewayError('token-missing');
  return Sessions.claims(value) ? services.sessions.verify(value) : services.applications.verify(value);
}

/** Asterisk sends its id and the shared secret as user and password. */
function asterisk(scheme: string, value: string, {settings}: Services): Principal {
  const [id = '', ...rest] = Buffer.from(value, 'base64').toString().split(':');
  const expected = settings.REALTIME_SECRET;
  const right = expected !== undefined && sameSecret(rest.join(':'), expected);
  if (scheme.toLowerCase() !== 'basic' || !right) throw new GatewayError('token-invalid');
  return {kind: 'asterisk', id};
}
