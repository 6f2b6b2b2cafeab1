import {Type} from '@fastify/type-provider-typebox';
import type {FastifyRequest} from 'fastify';
import {actorOf, applicationOf, mayControl, requireRoom, type Principal} from '../../auth/principal.js';
import {shownToPeople, type CallEntry} from '../../calls/call-entry.js';
import type {Wanted} from '../../calls/dial-out.js';
import type {CallCommand} from '../../calls/commands.js';
import {ControlMessage, obey} from '../../calls/control-message.js';
import type {ClientInfo} from '../../trunks/outbound-route.js';
import {GatewayError} from '../../errors.js';
import {principalOf} from '../plugins/access.js';
import type {RoutePlugin} from '../route-plugin.js';
import {EventStream} from '../event-stream.js';
import {answers, CallAnswer, CallId, CallParams, RoomName, RoomParams, UserId} from '../schemas.js';
import {withoutGaps} from '../../without-gaps.js';

const Text = Type.Optional(Type.String({maxLength: 200}));
const Client = Type.Object(
  {
    id: Type.String({minLength: 1, maxLength: 200}),
    deviceId: Text,
    deviceAlias: Text,
    userId: Text,
    userAlias: Text,
    tag: Text,
    roles: Type.Optional(Type.Array(Type.String({maxLength: 100}), {maxItems: 50})),
    region: Text,
  },
  {
    additionalProperties: false,
    description: "Who calls: what a room's caller ID is made of, and what an outbound webhook is told.",
  },
);

const DialRequest = Type.Object(
  {
    to: Type.Optional(
      Type.String({minLength: 1, maxLength: 256, description: 'A telephone number, or a mapped user.'}),
    ),
    userId: Type.Optional(UserId),
    name: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'What the room reads; left out, the shortened number.',
      }),
    ),
    callid: Type.Optional(CallId),
    owner: Type.Optional(UserId),
    endsWithOwner: Type.Optional(
      Type.Boolean({description: 'The call ends when its owner leaves the room.'}),
    ),
    client: Type.Optional(Client),
  },
  {additionalProperties: false},
);

/** The client that calls: an application server may say who, a browser is who its session says. */
function clientOf(principal: Principal, given: ClientInfo | undefined): ClientInfo | undefined {
  if (principal.kind !== 'browser') return given;
  if (given !== undefined) throw new GatewayError('forbidden', {detail: '"client"'});
  const {userId, name} = principal;
  return {id: userId, userId, ...(name !== undefined && {userAlias: name})};
}

const person = (request: FastifyRequest) => principalOf(request, 'application', 'browser');

/** Phones in rooms: which there are, and control of each. */
export const callRoutes: RoutePlugin = async (app, {services}) => {
  const {calls, control, dialOut, stream, targets, numbers} = services.phones;
  const access = {access: ['application', 'browser']} as const;
  const tags = ['calls'];
  const closing = new AbortController();
  // Whoever follows a room would keep the server from ending.
  app.addHook('preClose', async () => closing.abort());

  const shownTo = (request: FastifyRequest, entry: CallEntry) => {
    const principal = person(request);
    if (!mayControl(principal, entry)) return {...numbers.entry(entry), controllable: false};
    return {...(principal.kind === 'browser' ? shownToPeople(entry) : entry), controllable: true};
  };
  /** Throws `call-unknown` or `forbidden`. */
  const controlled = async (request: FastifyRequest, id: string) => {
    const call = await calls.get(id);
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
      const entries = await calls.inRoom(name);
      return {calls: entries.map((entry) => shownTo(request, entry))};
    },
  );

  app.post(
    '/v1/rooms/:name/calls',
    {
      config: access,
      schema: {
        tags,
        summary: 'Call a phone into a room',
        description:
          'The call is accepted at once; its statuses follow. Browsers need canDialOut. The same request with the same callid gives the same call.',
        params: RoomParams,
        body: DialRequest,
        response: answers({200: CallAnswer, 201: CallAnswer}),
      },
    },
    async (request, reply) => {
      const principal = person(request);
      const {name: room} = request.params;
      requireRoom(principal, room);
      if (principal.kind === 'browser' && !principal.canDialOut)
        throw new GatewayError('forbidden', {detail: 'calling phones'});
      const {to, userId, name, callid, endsWithOwner, owner: given} = request.body;
      const client = clientOf(principal, request.body.client as ClientInfo | undefined);
      if ((to === undefined) === (userId === undefined))
        throw new GatewayError('request-invalid', {detail: 'one of "to" and "userId"'});
      if (given !== undefined && principal.kind === 'browser')
        throw new GatewayError('forbidden', {detail: '"owner"'});
      await services.rooms.get(room);
      const target = to === undefined ? await targets.ofUser(userId!) : await targets.find(to);
      const owner = principal.kind === 'browser' ? principal.userId : given;
      const wanted = withoutGaps<Omit<Wanted, 'project' | 'atOnce'>>({
        room,
        target,
        name,
        callid,
        endsWithOwner,
        owner,
        application: applicationOf(principal),
        client,
      });
      const {entry, created} = await dialOut.call(wanted, actorOf(principal));
      return reply.code(created ? 201 : 200).send(shownTo(request, entry));
    },
  );

  app.get(
    '/v1/rooms/:name/events',
    {
      config: access,
      schema: {
        tags,
        summary: 'The phones of a room as they come, go and change: server-sent events',
        description:
          'Each event is named "status" and has a call in its data. First come the calls as they are, or with Last-Event-ID what came since, then every change, in order.',
        params: RoomParams,
        headers: Type.Object({'last-event-id': Type.Optional(Type.String({pattern: '^\\d{0,15}$'}))}),
        produces: ['text/event-stream'],
        response: answers({200: Type.String({description: 'text/event-stream'})}),
      },
    },
    async (request, reply) => {
      const principal = person(request);
      const {name} = request.params;
      requireRoom(principal, name);
      await services.rooms.get(name);
      const last = request.headers['last-event-id'];
      const events = new EventStream(reply, {
        until: principal.kind === 'browser' ? principal.expiresAt - services.clock() : undefined,
        closing: closing.signal,
        log: request.log,
      });
      void events.send(
        stream.follow(name, last ? Number(last) : undefined, events.signal),
        ({version, entry}) => ({
          id: version,
          event: 'status',
          data: shownTo(request, entry),
        }),
      );
      return (
        reply
          .type('text/event-stream')
          .header('cache-control', 'no-store')
          // Nothing follows it; a connection that stayed open would keep the server from ending.
          .header('connection', 'close')
          .send(events.body as unknown as string)
      );
    },
  );

  app.get(
    '/v1/calls/:id',
    {
      config: access,
      schema: {tags, summary: 'A call', params: CallParams, response: answers({200: CallAnswer})},
    },
    async (request) => {
      const {entry} = await calls.get(request.params.id);
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
      return shownTo(request, await control.hangUp(call, actorOf(person(request))));
    },
  );

  app.post(
    '/v1/calls/:id/control',
    {
      config: access,
      schema: {
        tags,
        summary: 'Press a key for one phone, silence it, hold it, or end its call: as Nextcloud Talk says it',
        params: CallParams,
        body: ControlMessage,
        response: answers({200: CallAnswer}),
      },
    },
    async (request) => {
      const call = await controlled(request, request.params.id);
      return shownTo(request, await obey(control, call, request.body, actorOf(person(request))));
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
