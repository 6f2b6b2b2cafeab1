import formbody from '@fastify/formbody';
import {Type} from '@fastify/type-provider-typebox';
import type {FastifyRequest} from 'fastify';
import {actorOf} from '../../auth/principal.js';
import {GatewayError} from '../../errors.js';
import type {DialRequest} from '../../opentok/dialer.js';
import {apiKeyPattern} from '../../opentok/session-id.js';
import {principalOf} from '../plugins/access.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers, RoomName} from '../schemas.js';

const ApiKey = Type.String({pattern: apiKeyPattern.source});
const Connection = Type.Object({
  apiKey: ApiKey,
  sessionId: RoomName,
  connectionId: Type.String({minLength: 1, maxLength: 300}),
});
const Session = Type.Omit(Connection, ['connectionId']);
const Digits = Type.Object({
  digits: Type.String({
    pattern: '^[0-9*#p]{1,100}$',
    description: '0-9, *, #; "p" pauses for half a second.',
  }),
});

const Dial = Type.Object({
  sessionId: RoomName,
  token: Type.String({minLength: 1, maxLength: 8000, description: 'Lets the phone into the session.'}),
  sip: Type.Object({
    uri: Type.String({minLength: 1, maxLength: 1000, description: 'sip:user@sip.partner.com;transport=tls'}),
    from: Type.Optional(Type.String({maxLength: 500, description: 'user@example.com'})),
    headers: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
        description: "Put into the INVITE. SIP's own are refused.",
      }),
    ),
    auth: Type.Optional(
      Type.Object({
        username: Type.String({minLength: 1, maxLength: 200}),
        password: Type.String({maxLength: 200}),
      }),
    ),
    secure: Type.Optional(Type.Boolean({description: 'TLS and SRTP, or the call fails.'})),
    video: Type.Optional(Type.Boolean({description: 'Passed over: phones have no picture.'})),
    observeForceMute: Type.Optional(Type.Boolean({description: 'Passed over.'})),
    streams: Type.Optional(Type.Array(Type.String(), {description: 'Passed over: a phone hears everybody.'})),
  }),
});
const Dialled = Type.Object({id: Type.String(), connectionId: Type.String(), streamId: Type.String()});

/** The project that a request is from. Throws `forbidden` when its path names another. */
export function projectOf(request: FastifyRequest<{Params: {apiKey: string}}>) {
  const project = principalOf(request, 'project');
  if (project.id !== request.params.apiKey) throw new GatewayError('forbidden', {detail: 'another project'});
  return project;
}

/** The dial API, with the paths and formats that OpenTok's SDKs use. */
export const opentok: RoutePlugin = async (app, {services}) => {
  await app.register(formbody);
  const {sessions, phones, dialer} = services.opentok;
  const access = {config: {access: ['project']}} as const;
  const tags = ['opentok'];

  app.post(
    '/session/create',
    {
      ...access,
      schema: {
        tags,
        summary: 'Make a session: a room of the same name',
        description:
          'Every session is routed, and may be dialled into and out of. What else is asked for is passed over.',
        consumes: ['application/x-www-form-urlencoded'],
        response: answers({
          200: Type.Array(
            Type.Object({session_id: RoomName, project_id: Type.String(), create_dt: Type.String()}),
          ),
        }),
      },
    },
    async (request) => {
      const project = principalOf(request, 'project');
      const {name, createdAt} = await sessions.create(project.id, actorOf(project));
      return [{session_id: name, project_id: project.id, create_dt: createdAt.toUTCString()}];
    },
  );

  app.post(
    '/v2/project/:apiKey/dial',
    {
      ...access,
      schema: {
        tags,
        summary: 'Call a SIP address into a session',
        description:
          'Answered at once. The phone is a connection of the session from then on, and its early media are heard; callbacks tell what becomes of it.',
        params: Type.Object({apiKey: ApiKey}),
        body: Dial,
        response: answers({200: Dialled}),
      },
    },
    async (request) => {
      const project = projectOf(request);
      return dialer.dial(project.id, request.body as DialRequest, actorOf(project));
    },
  );

  app.post(
    '/v2/project/:apiKey/session/:sessionId/play-dtmf',
    {
      ...access,
      schema: {
        tags,
        summary: 'Play digits to all phones of a session',
        params: Session,
        body: Digits,
        response: answers({200: Type.Object({})}),
      },
    },
    async (request) => {
      const project = projectOf(request);
      await sessions.require(project.id, request.params.sessionId);
      await phones.playDigits(request.params.sessionId, request.body.digits, actorOf(project));
      return {};
    },
  );

  app.post(
    '/v2/project/:apiKey/session/:sessionId/connection/:connectionId/play-dtmf',
    {
      ...access,
      schema: {
        tags,
        summary: 'Play digits to one phone',
        params: Connection,
        body: Digits,
        response: answers({200: Type.Object({})}),
      },
    },
    async (request) => {
      const project = projectOf(request);
      const {sessionId, connectionId} = request.params;
      await sessions.require(project.id, sessionId);
      await phones.playDigitsTo(sessionId, connectionId, request.body.digits, actorOf(project));
      return {};
    },
  );

  app.delete(
    '/v2/project/:apiKey/session/:sessionId/connection/:connectionId',
    {
      ...access,
      schema: {
        tags,
        summary: 'End the call of a phone',
        params: Connection,
        response: answers({204: Type.Null()}),
      },
    },
    async (request, reply) => {
      const project = projectOf(request);
      const {sessionId, connectionId} = request.params;
      await sessions.require(project.id, sessionId);
      await phones.disconnect(sessionId, connectionId, actorOf(project));
      return reply.code(204).send(null);
    },
  );
};
