import {Type, type Static} from '@fastify/type-provider-typebox';

/** Who somebody is to Talk, and further details that nobody here reads. */
export const DialoutOptions = Type.Object(
  {
    actorId: Type.Optional(Type.String({maxLength: 255})),
    actorType: Type.Optional(Type.String({maxLength: 255, description: '"phones", "users" …'})),
    attendeeId: Type.Optional(Type.Integer()),
  },
  {additionalProperties: true},
);
export type DialoutOptions = Static<typeof DialoutOptions>;

/** What Talk says of a participant: of all that is in there, this counts. */
export const TalkParticipant = Type.Object({
  actorType: Type.String({minLength: 1, maxLength: 255}),
  actorId: Type.String({minLength: 1, maxLength: 255}),
  attendeeId: Type.Optional(Type.Integer()),
  /** The participant's; beside a `token` the conversation's. */
  displayName: Type.Optional(Type.String()),
  /** Of the conversation. */
  token: Type.Optional(Type.String()),
});
export type TalkParticipant = Static<typeof TalkParticipant>;

/** How Nextcloud's APIs answer. */
export const TalkAnswer = Type.Object({
  ocs: Type.Object({
    meta: Type.Object({statuscode: Type.Union([Type.Literal(200), Type.Literal(100)])}),
    data: TalkParticipant,
  }),
});

/** Whether an answer is about the participant, in the conversation, that was asked about. */
export function isAbout(
  participant: TalkParticipant,
  {token, options}: {token: string; options: DialoutOptions},
): boolean {
  const {actorId = participant.actorId, actorType = participant.actorType} = options;
  const {attendeeId = participant.attendeeId} = options;
  return (
    participant.actorId === actorId &&
    participant.actorType === actorType &&
    (participant.attendeeId === undefined || participant.attendeeId === attendeeId) &&
    (participant.token === undefined || participant.token === token)
  );
}

const longestName = 200;

/** What the room reads of the phone: conversations have display names too, which are not its. */
export function nameIn({displayName = '', token}: TalkParticipant): string | undefined {
  const name = displayName.replace(/\p{Cc}/gu, '').trim();
  return token === undefined && name ? name.slice(0, longestName) : undefined;
}

/** The user whose call it is: a phone is nobody's. */
export function ownerIn({actorType, actorId}: TalkParticipant): string | undefined {
  return actorType === 'users' && /^\S{1,200}$/.test(actorId) ? actorId : undefined;
}
