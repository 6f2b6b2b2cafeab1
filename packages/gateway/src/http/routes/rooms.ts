import {Type} from '@fastify/type-provider-typebox';
import {actorOf, requireRoom} from '../../auth/principal.js';
import {GatewayError} from '../../errors.js';
import {dialIn} from '../../rooms/dial-in.js';
import {languages} from '../../rooms/languages.js';
import type {Room} from '../../rooms/rooms.js';
import {principalOf} from '../plugins/access.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers, Language, Moment, RoomName, RoomParams} from '../schemas.js';

const RoomAnswer = Type.Object({
  name: RoomName,
  status: Type.Union([Type.Literal('waiting'), Type.Literal('open'), Type.Literal('closed')], {
    description:
      'waiting: nobody is in it yet. open: LiveKit has started it. closed: LiveKit has finished it; its PIN leads nowhere.',
  }),
  language: Language,
  createdAt: Moment,
});

const DialInAnswer = Type.Object({
  room: RoomName,
  numbers: Type.Array(
    Type.Object({
      e164: Type.String(),
      country: Type.Union([Type.String(), Type.Null()]),
      national: Type.String(),
      international: Type.String(),
      tel: Type.String({description: 'tel:+41446681800,,1234567890#'}),
      languages: Type.Array(Language, {
        description: 'Callers are spoken to in. Of several they choose one by a key: the first is 1.',
      }),
    }),
  ),
  pin: Type.String(),
  pinGrouped: Type.String({description: '123 456 7890'}),
  pinAttempts: Type.Integer({description: 'How often a caller may enter a PIN in one call.'}),
  language: Type.Enum([...languages], {
    description:
      'Of the room: what a caller is told once the PIN was right, unless the number has languages of its own.',
  }),
  languages: Type.Array(Language, {description: 'Those at the numbers, all together.'}),
});

const RoomTokenAnswer = Type.Object({
  url: Type.String(),
  token: Type.String(),
  expiresAt: Moment,
  canDialOut: Type.Boolean({description: 'Whether the session may call telephones from the room.'}),
  canControlCalls: Type.Boolean({description: 'Whether it may control those that others have called, too.'}),
});

const answer = ({createdAt, ...room}: Room) => ({...room, createdAt: createdAt.toISOString()});

export const rooms: RoutePlugin = async (app, {services}) => {
  const {settings} = services;

  app.post(
    '/v1/rooms',
    {
      config: {access: ['application']},
      schema: {
        tags: ['rooms'],
        summary: 'Make a room that phones can join',
        description:
          'Doing it again changes nothing, except that a closed room can be joined by phone again.',
        body: Type.Object({name: RoomName, language: Type.Optional(Language)}, {additionalProperties: false}),
        response: answers({200: RoomAnswer, 201: RoomAnswer}),
      },
    },
    async (request, reply) => {
      const actor = actorOf(principalOf(request, 'application'));
      const {name, language = settings.ROOM_TELEPHONY_DEFAULT_LANGUAGE} = request.body;
      const {room, created} = await services.rooms.create(name, {language}, actor);
      return reply.code(created ? 201 : 200).send(answer(room));
    },
  );

  app.get(
    '/v1/rooms/:name',
    {
      config: {access: ['application', 'browser']},
      schema: {tags: ['rooms'], summary: 'A room', params: RoomParams, response: answers({200: RoomAnswer})},
    },
    async (request) => {
      requireRoom(principalOf(request, 'application', 'browser'), request.params.name);
      return answer(await services.rooms.get(request.params.name));
    },
  );

  app.get(
    '/v1/rooms/:name/dial-in',
    {
      config: {access: ['application', 'browser']},
      schema: {
        tags: ['rooms'],
        summary: 'How a phone joins the room: numbers, PIN, languages',
        params: RoomParams,
        response: answers({200: DialInAnswer}),
      },
    },
    async (request, reply) => {
      const {name} = request.params;
      requireRoom(principalOf(request, 'application', 'browser'), name);
      if (!settings.ROOM_TELEPHONY_ENABLED) throw new GatewayError('telephony-off');
      const room = await services.rooms.get(name);
      const answer = dialIn(room, await services.rooms.pinOf(name), settings);
      return reply.header('cache-control', 'no-store').send(answer);
    },
  );

  app.post(
    '/v1/rooms/:name/lanes',
    {
      config: {access: ['browser']},
      schema: {
        tags: ['rooms'],
        summary:
          'A way into the room for one call of the browser: transferred there, its far side is in the room',
        params: RoomParams,
        response: answers({
          201: Type.Object({
            target: Type.String({description: 'The name to transfer to, good for a minute and once.'}),
            callid: Type.String({description: 'The call that it will be.'}),
          }),
        }),
      },
    },
    async (request, reply) => {
      const {name} = request.params;
      requireRoom(principalOf(request, 'browser'), name);
      if (!settings.ROOM_TELEPHONY_ENABLED) throw new GatewayError('telephony-off');
      await services.rooms.get(name);
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send(await services.lanes.open(name));
    },
  );

  app.get(
    '/v1/rooms/:name/token',
    {
      config: {access: ['browser']},
      schema: {
        tags: ['rooms'],
        summary: "A LiveKit token for the session's user to join the room",
        params: RoomParams,
        response: answers({200: RoomTokenAnswer}),
      },
    },
    async (request, reply) => {
      const principal = principalOf(request, 'browser');
      const {name} = request.params;
      requireRoom(principal, name);
      if (!services.livekit) throw new GatewayError('livekit-missing');
      await services.rooms.get(name);
      const identity = principal.userId;
      // A LiveKit that does not answer is no reason to refuse: the browser finds that out by itself.
      if (await services.livekit.isFull(name, identity).catch(() => false))
        throw new GatewayError('room-full', {detail: name});
      const token = await services.livekit.roomToken(name, {
        identity,
        ...(principal.name !== undefined && {name: principal.name}),
      });
      const {canDialOut, canControlCalls} = principal;
      return reply.header('cache-control', 'no-store').send({...token, canDialOut, canControlCalls});
    },
  );
};
