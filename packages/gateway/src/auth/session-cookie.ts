import type {FastifyRequest} from 'fastify';
import {GatewayError} from '../errors.js';
import type {Settings} from '../settings/table.js';

/** Holds a session token, for pages that cannot or should not. */
export const sessionCookie = 'sidetone_session';

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];
const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** Whether pages of this origin may use cookies: `*` does not stand for it. */
export function mayUseCookies(origin: string, settings: Settings): boolean {
  return origin !== '*' && settings.CORS_ORIGINS.includes(origin);
}

/**
 * Browsers send cookies with requests of any page of the same site, and of any other one with `SameSite=None`: what
 * changes something has to say that it is from a page of ours. Throws `origin-refused`.
 */
export function requireOwnPage(request: FastifyRequest, settings: Settings): void {
  const {origin} = request.headers;
  if (origin === undefined && safeMethods.includes(request.method)) return;
  const own = `${request.protocol}://${request.host}`;
  if (origin !== undefined && (origin === own || mayUseCookies(origin, settings))) return;
  throw new GatewayError('origin-refused');
}

/** Attributes of the cookie. Without HTTPS it exists on this machine only. */
export function cookieAttributes(request: FastifyRequest, settings: Settings) {
  const plain = request.protocol === 'http' && loopback.includes(request.hostname);
  return {
    path: '/',
    httpOnly: true,
    secure: !plain,
    sameSite: settings.SESSION_COOKIE_SAME_SITE,
  } as const;
}
