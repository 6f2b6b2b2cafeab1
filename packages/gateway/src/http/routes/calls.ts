import {Type} from '@fastify/type-provider-typebox';
import type {FastifyRequest} from 'fastify';
import {actorOf, mayControl, requireRoom} from '../../auth/principal.js';
import type {CallEntry} from '../../calls/call-entry.js';
import type {CallCommand} from '../../calls/commands.js';
import {GatewayError} from '../../errors.js';
import {principalOf} from '../plugins/access.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers, CallAnswer, CallParams, RoomName, RoomParams} from '../schemas.js';

const person = (request: FastifyRequest) => principalOf(request, 'application', 'browser');

/** Phones in rooms: which there are, and control of each. */
export const calls: RoutePlugin = async (app, {services}) => {
  const {control} = services;
  const access = {access: ['application', 'browser']} as const;
  const tags = ['calls'];

  const shownTo = (request: FastifyRequest, entry: CallEntry) => ({
    ...entry,
    controllable: mayControl(person(request), entry),
  });
  /** Throws `call-unknown` or `forbidden`. */
  const controlled = async (request: FastifyRequest, id: string) => {
    const call = await services.calls.get(id);
    if (!mayControl(person(request), call.entry)) throw new GatewayError('forbidden', {detail: 'this call'});
    return call;
  };
  const carryOut = async (request: FastifyRequest, id: string, command: CallCommand) => {
    const call = await controlled(request, id);
    return shownTo(request, await control.command(call, command, actorOf(person(request))));
  };

  app.get(
    '/v1/rooms/:name/calls',
    {
      config: access,
      schema: {
        tags,
        summary: 'The phones of a room',
        description: 'All that are not over, and for five seconds those that are.',
        params: RoomParams,
        response: answers({200: Type.Object({calls: Type.Array(CallAnswer)})}),
      },
    },
    async (request) => {
      const {name} = request.params;
      requireRoom(person(request), name);
      await services.rooms.get(name);
      const entries = await services.calls.inRoom(name);
      return {calls: entries.map((entry) => shownTo(request, entry))};
    },
  );

  app.get(
    '/v1/calls/:id',
    {
      config: access,
      schema: {tags, summary: 'A call', params: CallParams, response: answers({200: CallAnswer})},
    },
    async (request) => {
      const {entry} = await services.calls.get(request.params.id);
      if (entry.room === undefined) principalOf(request, 'application');
      else requireRoom(person(request), entry.room);
      return shownTo(request, entry);
    },
  );

  app.post(
    '/v1/calls/:id/dtmf',
    {
      config: access,
      schema: {
        tags,
        summary: 'Play digits to one phone',
        params: CallParams,
        body: Type.Object(
          {
            digits: Type.String({
              pattern: '^[0-9A-Da-d*#,]{1,100}$',
              description: '0-9, *, #, A-D; a comma pauses for two seconds.',
            }),
          },
          {additionalProperties: false},
        ),
        response: answers({200: CallAnswer}),
      },
    },
    async (request) => {
      const call = await controlled(request, request.params.id);
      const {digits} = request.body;
      return shownTo(request, await control.dtmf(call, digits, actorOf(person(request))));
    },
  );

  app.post(
    '/v1/calls/:id/mute',
    {
      config: access,
      schema: {
        tags,
        summary: 'Silence what one phone says, what it hears, both, or neither',
        params: CallParams,
        body: Type.Object(
          {what: Type.Enum(['microphone', 'speaker', 'both', 'none'])},
          {additionalProperties: false},
        ),
        response: answers({200: CallAnswer}),
      },
    },
    (request) => carryOut(request, request.params.id, {type: 'mute', what: request.body.what}),
  );

  app.post(
    '/v1/calls/:id/hold',
    {
      config: access,
      schema: {
        tags,
        summary: 'Hold one phone: it hears music, and the room does not hear it',
        params: CallParams,
        body: Type.Object({held: Type.Boolean()}, {additionalProperties: false}),
        response: answers({200: CallAnswer}),
      },
    },
    (request) => carryOut(request, request.params.id, {type: 'hold', on: request.body.held}),
  );

  app.post(
    '/v1/calls/:id/hangup',
    {
      config: access,
      schema: {tags, summary: 'End one call', params: CallParams, response: answers({200: CallAnswer})},
    },
    async (request) => {
      const call = await controlled(request, request.params.id);
      if (call.entry.endedAt !== undefined) return shownTo(request, call.entry);
      return shownTo(request, await control.command(call, {type: 'hang-up'}, actorOf(person(request))));
    },
  );

  app.post(
    '/v1/calls/:id/transfer',
    {
      config: access,
      schema: {
        tags,
        summary: 'Take one phone to another room',
        params: CallParams,
        body: Type.Object({room: RoomName}, {additionalProperties: false}),
        response: answers({200: CallAnswer}),
      },
    },
    (request) => {
      const {room} = request.body;
      requireRoom(person(request), room);
      return carryOut(request, request.params.id, {type: 'move', room});
    },
  );
};
