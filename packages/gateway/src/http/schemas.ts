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
