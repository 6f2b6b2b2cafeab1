import {Type, type Static} from '@fastify/type-provider-typebox';
import type {Actor} from '../audit/audit.js';
import type {CallEntry} from './call-entry.js';
import type {KnownCall} from './calls.js';
import type {CallCommand} from './commands.js';
import type {CallControl} from './control.js';

/** What Talk says to a phone: one key, what is silent, or that it is over. */
export const ControlMessage = Type.Union([
  Type.Object(
    {type: Type.Literal('dtmf'), digit: Type.String({pattern: '^[0-9A-Da-d*#]$'})},
    {additionalProperties: false},
  ),
  Type.Object({type: Type.Literal('hangup')}, {additionalProperties: false}),
  Type.Object(
    {
      type: Type.Literal('mute'),
      audio: Type.Integer({
        minimum: 0,
        maximum: 3,
        description: '0: nothing, 1: what the phone says, 2: what it hears, 3: it is on hold.',
      }),
    },
    {additionalProperties: false},
  ),
]);
export type ControlMessage = Static<typeof ControlMessage>;

/** From one state to the wanted one, in order. Nothing that is so already. */
export function commandsFor(
  audio: number,
  {status, muted}: Pick<CallEntry, 'status' | 'muted'>,
): CallCommand[] {
  const held = audio === 3;
  // Whoever is held hears and says nothing anyway: what was silent before stays so.
  const what = held ? muted : (['none', 'microphone', 'speaker'] as const)[audio]!;
  return [
    ...(what === muted ? [] : [{type: 'mute', what} as const]),
    ...(held === (status === 'held') ? [] : [{type: 'hold', on: held} as const]),
  ];
}

/** Does to a call what a message says. Resolves with the call as it is then; throws what {@link CallControl} throws. */
export async function obey(
  control: CallControl,
  call: KnownCall,
  message: ControlMessage,
  actor: Actor,
): Promise<CallEntry> {
  if (message.type === 'dtmf') return control.dtmf(call, message.digit, actor);
  if (message.type === 'hangup') return control.hangUp(call, actor);
  let {entry} = call;
  for (const command of commandsFor(message.audio, entry))
    entry = await control.command(call, command, actor);
  return entry;
}
