import {Type} from '@fastify/type-provider-typebox';
import {principalOf} from '../plugins/access.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers} from '../schemas.js';

const SipAccess = Type.Object({
  servers: Type.Array(Type.String(), {description: 'WebSocket addresses, the best first.'}),
  aor: Type.String({description: 'sip:alice@example.org'}),
  authUser: Type.String(),
  password: Type.String(),
  expiresAt: Type.Union([Type.String(), Type.Null()], {
    description: "ISO 8601: ask again before. null: the password is the mapping's own and does not expire.",
  }),
  passwordKind: Type.Union([Type.Literal('short-lived'), Type.Literal('mapping')], {
    description:
      '"mapping": a ws or wss mapping names another server, where the browser itself is the SIP user. Nothing but the stored password works there: keep it no longer than the page lives.',
  }),
  registerExpires: Type.Optional(Type.Integer({description: 'Seconds to ask for in REGISTER.'})),
  register: Type.Boolean({description: 'Whether to register.'}),
  canCall: Type.Boolean(),
  canBeCalled: Type.Boolean(),
});

export const me: RoutePlugin = async (app, {services}) => {
  app.get(
    '/v1/me/sip',
    {
      config: {access: ['browser']},
      schema: {
        tags: ['phone'],
        summary: "SIP account of the session's user",
        description:
          'Ask again before `expiresAt`: the password before it stays valid until then, so that the registration has no gap.',
        querystring: Type.Object({
          aor: Type.Optional(Type.String({description: "Which of the user's mappings."})),
        }),
        response: answers({200: SipAccess}),
      },
    },
    async (request, reply) => {
      const {userId} = principalOf(request, 'browser');
      const sip = await services.sipAccess.forUser(userId, request.query.aor);
      services.metrics.credentials.inc();
      return reply.header('cache-control', 'no-store').send(sip);
    },
  );
};
