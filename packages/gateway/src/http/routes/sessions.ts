import {decodeJwt} from 'jose';
import {Type} from '@fastify/type-provider-typebox';
import {actorOf} from '../../auth/principal.js';
import {cookieAttributes, requireOwnPage, sessionCookie} from '../../auth/session-cookie.js';
import {record} from '../../audit/audit.js';
import {GatewayError} from '../../errors.js';
import {principalOf} from '../plugins/access.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers, Moment, RoomName, UserId} from '../schemas.js';

const Session = Type.Object(
  {
    userId: UserId,
    name: Type.Optional(Type.String({minLength: 1, maxLength: 200})),
    rooms: Type.Optional(
      Type.Array(RoomName, {
        maxItems: 500,
        description: 'Rooms that the user may enter; "*" is any. Left out: none.',
      }),
    ),
    canDialOut: Type.Optional(Type.Boolean({description: 'May call telephones from a room. Left out: no.'})),
    canControlCalls: Type.Optional(
      Type.Boolean({description: "May control other users' calls in these rooms too. Left out: no."}),
    ),
  },
  {additionalProperties: false},
);

export const sessions: RoutePlugin = async (app, {services}) => {
  app.post(
    '/v1/sessions',
    {
      config: {access: ['application']},
      schema: {
        tags: ['sessions'],
        summary: 'A short-lived session token for a browser',
        body: Session,
        response: answers({201: Type.Object({token: Type.String(), expiresAt: Moment})}),
      },
    },
    async (request, reply) => {
      const principal = principalOf(request, 'application');
      const actor = actorOf(principal);
      const {userId, name, rooms = [], canDialOut = false, canControlCalls = false} = request.body;
      await services.autocreate.ensure(userId);
      const {token, expiresAt} = await services.sessions.issue({
        userId,
        rooms,
        canDialOut,
        canControlCalls,
        application: principal.id,
        ...(name !== undefined && {name}),
      });
      await record(services.database.queries, {
        actor,
        action: 'session.issue',
        subject: `browser:${userId}`,
        details: {rooms, canDialOut, canControlCalls},
      });
      return reply.code(201).send({token, expiresAt: expiresAt.toISOString()});
    },
  );

  app.post(
    '/v1/sessions/cookie',
    {
      config: {access: ['browser']},
      schema: {
        tags: ['sessions'],
        summary: 'Keep the session token in a cookie that no script can read',
        description:
          'Send the token as a bearer; from then on the browser sends it by itself. Pages need an origin of CORS_ORIGINS, and `credentials: "include"`.',
        response: answers({204: Type.Null()}),
      },
    },
    async (request, reply) => {
      principalOf(request, 'browser');
      requireOwnPage(request, services.settings);
      const token = request.headers.authorization?.slice('Bearer '.length);
      if (!token) throw new GatewayError('token-missing');
      const {exp = 0} = decodeJwt(token);
      const attributes = {...cookieAttributes(request, services.settings), expires: new Date(exp * 1000)};
      return reply.setCookie(sessionCookie, token, attributes).code(204).send(null);
    },
  );

  app.delete(
    '/v1/sessions/cookie',
    {
      config: {access: 'public'},
      schema: {
        tags: ['sessions'],
        summary: 'Sign out: remove the cookie',
        response: answers({204: Type.Null()}),
      },
    },
    async (request, reply) => {
      requireOwnPage(request, services.settings);
      const attributes = cookieAttributes(request, services.settings);
      return reply.clearCookie(sessionCookie, attributes).code(204).send(null);
    },
  );
};
