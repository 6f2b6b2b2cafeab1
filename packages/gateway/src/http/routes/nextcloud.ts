import {Type} from '@fastify/type-provider-typebox';
import type {FastifyError, FastifyReply, FastifyRequest} from 'fastify';
import {Value} from 'typebox/value';
import {obey, ControlMessage} from '../../calls/control-message.js';
import {GatewayError} from '../../errors.js';
import {DialoutError} from '../../nextcloud/dialout-error.js';
import {DialoutOptions} from '../../nextcloud/participant.js';
import {talkSigned} from '../plugins/talk-signed.js';
import {toGatewayError} from '../plugins/errors.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers, CallAnswer, CallId, Pin, RoomName} from '../schemas.js';

const Token = Type.Object({token: Type.String({description: "Talk's conversation: the room's name."})});

const DialoutRequest = Type.Object({
  type: Type.Literal('dialout'),
  dialout: Type.Object({
    number: Type.Optional(Type.String({maxLength: 64, description: 'E.164: +41446681800'})),
    options: Type.Optional(DialoutOptions),
  }),
});
const DialoutAnswer = Type.Object({
  type: Type.Literal('dialout'),
  dialout: Type.Object({callid: CallId}),
});
const DialoutRefusal = Type.Object({
  type: Type.Literal('dialout'),
  dialout: Type.Object({
    error: Type.Object({
      code: Type.String({description: 'number_missing, invalid_number, dialout_refused …'}),
      message: Type.String(),
      details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    }),
  }),
});

const ParticipantAnswer = Type.Object({
  ocs: Type.Object({
    meta: Type.Object({
      status: Type.Literal('ok'),
      statuscode: Type.Literal(200),
      message: Type.Literal('OK'),
    }),
    data: Type.Object({
      roomToken: Type.String(),
      actorType: Type.String(),
      actorId: Type.String(),
      displayName: Type.String(),
    }),
  }),
});

const tags = ['nextcloud'];
const access = {config: {access: 'signed'}} as const;
/** PINs of a room that a sender may ask about in RATE_LIMIT_WINDOW: nobody guesses one. */
const guesses = 30;

/** What Nextcloud Talk's backend sends to its signaling server, as far as it is about phones. */
export const nextcloud: RoutePlugin = async (app, {services}) => {
  await app.register(dialout, {services});
  await app.register(control, {services});
};

/** Errors have the shape of the answer. */
const dialout: RoutePlugin = async (app, {services}) => {
  const {requests, dialouts} = services.nextcloud;
  talkSigned(app, requests);
  app.setErrorHandler(refuse);

  app.post(
    '/api/v1/room/:token',
    {
      ...access,
      schema: {
        tags,
        summary: 'Call a phone into the conversation',
        description:
          'Signed by Talk with Spreed-Signaling-Random and Spreed-Signaling-Checksum. Talk is asked for permission before the phone is called.',
        params: Token,
        body: DialoutRequest,
        response: {200: DialoutAnswer, '4xx': DialoutRefusal, '5xx': DialoutRefusal},
      },
    },
    async (request) => {
      const {token} = request.params;
      if (!Value.Check(RoomName, token)) throw new DialoutError('invalid_roomid');
      const {number, options} = request.body.dialout;
      const callid = await dialouts.begin(token, {
        ...(number !== undefined && {number}),
        ...(options && {options}),
      });
      return {type: 'dialout' as const, dialout: {callid}};
    },
  );
};

const control: RoutePlugin = async (app, {services}) => {
  const {phones, nextcloud: talk, participants} = services;
  talkSigned(app, talk.requests);

  app.post(
    '/api/v1/room/:token/calls/:callid/control',
    {
      ...access,
      schema: {
        tags,
        summary: 'Press a key for one phone, silence it, hold it, or end its call',
        description: 'Signed as a dial-out is.',
        params: Type.Object({token: RoomName, callid: CallId}),
        body: ControlMessage,
        response: answers({200: CallAnswer}),
      },
    },
    async (request) => {
      const {token, callid} = request.params;
      const call = await phones.calls.get(callid);
      if (call.entry.room !== token) throw new GatewayError('call-unknown', {detail: callid});
      return {...(await obey(phones.control, call, request.body, 'talk')), controllable: true};
    },
  );

  app.post(
    '/api/v1/room/:token/verify-dialin',
    {
      config: {
        access: 'signed',
        rateLimit: {max: guesses, keyGenerator: ({ip, url}) => `pin:${ip}:${url}`},
      },
      schema: {
        tags,
        summary: 'The participant of the conversation who has this PIN',
        description:
          'Signed as a dial-out is. The answer is Talk\'s own for "Get a participant by their pin".',
        params: Type.Object({token: RoomName}),
        body: Type.Object({pin: Pin}, {additionalProperties: false}),
        response: answers({200: ParticipantAnswer}),
      },
    },
    async (request, reply) => {
      const {token} = request.params;
      const found = await participants.byPin(token, request.body.pin);
      const meta = {status: 'ok', statuscode: 200, message: 'OK'} as const;
      return reply
        .header('cache-control', 'no-store')
        .send({ocs: {meta, data: {roomToken: token, ...found}}});
    },
  );
};

function refuse(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) {
  const refusal = refusalOf(error);
  if (refusal.status >= 500) request.log.error({err: refusal.cause ?? refusal}, 'a dial-out failed');
  else request.log.info({code: refusal.code, details: refusal.details}, 'a dial-out was refused');
  return reply.code(refusal.status).send(refusal.answer);
}

function refusalOf(error: FastifyError | Error): DialoutError {
  if (error instanceof DialoutError) return error;
  // A number that is no text is a wrong number, not a wrong request.
  const [problem] = ('validation' in error && error.validation) || [];
  if (problem?.instancePath === '/dialout/number') return new DialoutError('invalid_number');
  return DialoutError.from(toGatewayError(error));
}
