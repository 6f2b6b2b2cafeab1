import {Type, type TSchema} from '@fastify/type-provider-typebox';
import {languages} from '../rooms/languages.js';

/** Every error's shape. */
const ErrorAnswer = Type.Object(
  {
    code: Type.String({description: 'A stable code: compare this.'}),
    message: Type.String({description: 'For people.'}),
    details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  {title: 'Error', description: 'What was wrong.'},
);

/** Answers of a route: the good ones, and the error's shape for all others. */
export function answers<const T extends Record<number, TSchema>>(
  good: T,
): T & {'4xx': typeof ErrorAnswer; '5xx': typeof ErrorAnswer} {
  return {...good, '4xx': ErrorAnswer, '5xx': ErrorAnswer};
}

export const Language = Type.Enum([...languages]);
export const Moment = Type.String({description: 'ISO 8601, UTC.'});
export const UserId = Type.String({minLength: 1, maxLength: 200, pattern: '^[^\\s\\u0000-\\u001f]+$'});
export const RoomName = Type.String({minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f/]+$'});
export const RoomParams = Type.Object({name: RoomName});

export const Pin = Type.String({pattern: '^\\d{4,16}$', description: 'Digits.'});

export const CallId = Type.String({
  minLength: 1,
  maxLength: 255,
  pattern: '^[A-Za-z0-9._~-]+$',
  description: 'Up to 255 of A-Z, a-z, 0-9, ".", "_", "~" and "-".',
});
export const CallParams = Type.Object({id: CallId});

/** A call, as all routes and events show it. */
export const CallAnswer = Type.Object(
  {
    callid: CallId,
    room: Type.Optional(RoomName),
    direction: Type.Enum(['incoming', 'outgoing']),
    status: Type.Enum(['accepted', 'ringing', 'connected', 'held', 'rejected', 'cleared']),
    cause: Type.Optional(Type.String({description: 'Why it is rejected or cleared, "busy".'})),
    code: Type.Optional(Type.Integer({description: 'The SIP response, when there was one.'})),
    message: Type.Optional(Type.String({description: 'The cause, for people.'})),
    name: Type.String({description: 'What the room reads.'}),
    number: Type.Optional(
      Type.String({
        description:
          'E.164, or the SIP user; without its last digits for those who may not control the call, unless HIDE_PHONE_NUMBER is off.',
      }),
    ),
    identity: Type.String({description: "The phone's participant in LiveKit."}),
    owner: Type.Optional(Type.String({description: 'The user who called, or whose own phone it is.'})),
    ownPhone: Type.Optional(Type.Literal(true, {description: "It is the owner's own phone."})),
    applicationId: Type.Optional(
      Type.String({
        description:
          'For applications: the one from which the phone was called, or to which its number leads.',
      }),
    ),
    muted: Type.Enum(['microphone', 'speaker', 'both', 'none']),
    revision: Type.Integer({description: 'Grows with every change: what has a lower one is older.'}),
    startedAt: Moment,
    connectedAt: Type.Optional(Moment),
    endedAt: Type.Optional(Moment),
    controllable: Type.Boolean({description: 'Whether whoever asks may control it.'}),
  },
  {title: 'Call'},
);
