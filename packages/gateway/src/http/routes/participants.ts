import {Type} from '@fastify/type-provider-typebox';
import {actorOf} from '../../auth/principal.js';
import {principalOf} from '../plugins/access.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers, Pin, RoomParams} from '../schemas.js';

const ActorType = Type.String({minLength: 1, maxLength: 50, description: '"users", "guests" …'});
const ActorId = Type.String({minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f]+$'});
const Participant = {actorType: ActorType, actorId: ActorId, displayName: Type.String({maxLength: 200})};

/** PINs of a room that a sender may ask about in RATE_LIMIT_WINDOW: nobody guesses one. */
const guesses = 30;

/** Participants of rooms with PINs of their own. */
export const participants: RoutePlugin = async (app, {services}) => {
  const tags = ['rooms'];

  app.post(
    '/v1/rooms/:name/participants',
    {
      config: {access: ['application']},
      schema: {
        tags,
        summary: 'Give a participant a PIN of their own',
        description:
          'A phone that types it instead of the room’s is in the room as theirs: a user’s (actorType "users") has that user as its owner. Doing it again makes a new PIN, and the former one leads nowhere.',
        params: RoomParams,
        body: Type.Object(
          {
            actorType: Type.Optional(ActorType),
            actorId: ActorId,
            displayName: Type.Optional(Participant.displayName),
          },
          {additionalProperties: false},
        ),
        response: answers({201: Type.Object({...Participant, pin: Pin})}),
      },
    },
    async (request, reply) => {
      const actor = actorOf(principalOf(request, 'application'));
      const {actorId, actorType = 'users', displayName = ''} = request.body;
      const participant = {actorType, actorId, displayName};
      const pin = await services.participants.givePin(request.params.name, participant, actor);
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({...participant, pin});
    },
  );

  app.post(
    '/v1/rooms/:name/participants/by-pin',
    {
      config: {
        access: ['application'],
        rateLimit: {max: guesses, keyGenerator: ({ip, url}) => `pin:${ip}:${url}`},
      },
      schema: {
        tags,
        summary: 'The participant who has a PIN',
        params: RoomParams,
        body: Type.Object({pin: Pin}, {additionalProperties: false}),
        response: answers({200: Type.Object(Participant)}),
      },
    },
    async (request, reply) => {
      const found = await services.participants.byPin(request.params.name, request.body.pin);
      return reply.header('cache-control', 'no-store').send(found);
    },
  );
};
