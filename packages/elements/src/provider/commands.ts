import {SidetoneError, type Call, type Phone} from '@sidetone/core';
import {greeting} from '../dial-in/dial-in.core.js';
import {eventNames} from '../events/names.js';
import {readRoomPin, type JoinByPhoneRequestEvent} from '../events/join-by-phone-request.js';
import {readPin, type PinRequestEvent} from '../events/pin-request.js';
import type {RequestEvent} from '../events/request-event.js';
import type * as ask from '../events/requests.js';
import type {Recordings} from './recordings.js';

/** What a command works with. */
export interface Desk {
  phone: Phone;
  recordings: Recordings;
  /** Calls into which a PIN is being sent: their digits are not told to the page. */
  secretive: Set<Call>;
}

type Command<E extends RequestEvent<unknown>> = (event: E, desk: Desk) => unknown;

/** Which request becomes which command. */
const commands = {
  [eventNames.dialRequest]: (({to}, {phone}) => phone.dial(to)) as Command<ask.DialRequestEvent>,
  [eventNames.dtmfRequest]: (({tones, call}, {phone}) =>
    theCall(phone, call).sendDtmf(tones)) as Command<ask.DtmfRequestEvent>,
  [eventNames.pinRequest]: sendPin as Command<PinRequestEvent>,
  [eventNames.joinByPhoneRequest]: joinByPhone as Command<JoinByPhoneRequestEvent>,
  [eventNames.answerRequest]: (({call}) => call.answer()) as Command<ask.AnswerRequestEvent>,
  [eventNames.rejectRequest]: (({call, reason}) => call.reject(reason)) as Command<ask.RejectRequestEvent>,
  [eventNames.hangupRequest]: (({call}) => call.hangup()) as Command<ask.HangupRequestEvent>,
  [eventNames.holdRequest]: (({call}) => call.hold()) as Command<ask.HoldRequestEvent>,
  [eventNames.resumeRequest]: (({call}) => call.resume()) as Command<ask.ResumeRequestEvent>,
  [eventNames.muteRequest]: (({call, muted}) => call.mute(muted)) as Command<ask.MuteRequestEvent>,
  [eventNames.transferRequest]: (({call, to}) =>
    typeof to === 'string' ? call.transfer(to) : call.transferTo(to)) as Command<ask.TransferRequestEvent>,
  [eventNames.mergeRequest]: (({calls}, {phone}) => phone.merge(...calls)) as Command<ask.MergeRequestEvent>,
  [eventNames.recordRequest]: (({call, on, announce}, {recordings}) =>
    on ? recordings.start(call, {announce}) : recordings.stop(call)) as Command<ask.RecordRequestEvent>,
  [eventNames.registerRequest]: ((_event, {phone}) => phone.register()) as Command<ask.RegisterRequestEvent>,
  [eventNames.unregisterRequest]: ((_event, {phone}) =>
    phone.unregister()) as Command<ask.UnregisterRequestEvent>,
};

export const requestNames = Object.keys(commands);

/** Carries a request out. Throws or rejects with a SidetoneError. */
export function carryOut(event: RequestEvent<unknown>, desk: Desk): unknown {
  const command = commands[event.type as keyof typeof commands] as Command<RequestEvent<unknown>>;
  return command(event, desk);
}

async function sendPin(event: PinRequestEvent, {phone, secretive}: Desk): Promise<void> {
  await sendSecretly(theCall(phone, event.call), readPin(event).tones(), secretive);
}

/** The room's voice is met when the call is: its PIN follows the greeting, as it does in a `tel:` link. */
function joinByPhone(event: JoinByPhoneRequestEvent, {phone, secretive}: Desk): Call {
  const call = phone.dial(event.number);
  const pin = readRoomPin(event);
  if (!pin) return call;
  const answered = () => {
    if (!call.connectedAt && !call.ended) return;
    call.removeEventListener('change', answered);
    // Tones that cannot be sent leave the call to the person, who hears the voice ask.
    if (!call.ended) sendSecretly(call, `${greeting}${pin.tones()}`, secretive).catch(() => {});
  };
  call.addEventListener('change', answered);
  return call;
}

async function sendSecretly(call: Call, tones: string, secretive: Desk['secretive']): Promise<void> {
  secretive.add(call);
  try {
    await call.sendDtmf(tones);
  } finally {
    secretive.delete(call);
  }
}

function theCall(phone: Phone, call: Call | undefined): Call {
  const found = call ?? phone.activeCall;
  if (!found) throw new SidetoneError('call-state-invalid', {detail: 'there is no call'});
  return found;
}
