import type * as facts from './facts.js';
import type {JoinByPhoneRequestEvent} from './join-by-phone-request.js';
import type {PinRequestEvent} from './pin-request.js';
import type * as requests from './requests.js';
import type * as roomFacts from './room-facts.js';
import type * as rooms from './room-requests.js';

declare global {
  /** What `addEventListener` knows by type, on every element and on the document. */
  interface GlobalEventHandlersEventMap {
    'sidetone-dial-request': requests.DialRequestEvent;
    'sidetone-dtmf-request': requests.DtmfRequestEvent;
    'sidetone-pin-request': PinRequestEvent;
    'sidetone-answer-request': requests.AnswerRequestEvent;
    'sidetone-reject-request': requests.RejectRequestEvent;
    'sidetone-hangup-request': requests.HangupRequestEvent;
    'sidetone-hold-request': requests.HoldRequestEvent;
    'sidetone-resume-request': requests.ResumeRequestEvent;
    'sidetone-mute-request': requests.MuteRequestEvent;
    'sidetone-transfer-request': requests.TransferRequestEvent;
    'sidetone-merge-request': requests.MergeRequestEvent;
    'sidetone-record-request': requests.RecordRequestEvent;
    'sidetone-register-request': requests.RegisterRequestEvent;
    'sidetone-unregister-request': requests.UnregisterRequestEvent;
    'sidetone-join-by-phone-request': JoinByPhoneRequestEvent;
    'sidetone-join-request': rooms.JoinRequestEvent;
    'sidetone-leave-request': rooms.LeaveRequestEvent;
    'sidetone-room-mute-request': rooms.RoomMuteRequestEvent;
    'sidetone-room-hold-request': rooms.RoomHoldRequestEvent;
    'sidetone-room-resume-request': rooms.RoomResumeRequestEvent;
    'sidetone-unblock-request': rooms.UnblockRequestEvent;
    'sidetone-swap-request': rooms.SwapRequestEvent;
    'sidetone-dial-out-request': rooms.DialOutRequestEvent;
    'sidetone-bring-in-request': rooms.BringInRequestEvent;
    'sidetone-hand-request': rooms.HandRequestEvent;
    'sidetone-take-out-request': rooms.TakeOutRequestEvent;
    'sidetone-leg-dtmf-request': rooms.LegDtmfRequestEvent;
    'sidetone-leg-mute-request': rooms.LegMuteRequestEvent;
    'sidetone-leg-hold-request': rooms.LegHoldRequestEvent;
    'sidetone-leg-resume-request': rooms.LegResumeRequestEvent;
    'sidetone-leg-hangup-request': rooms.LegHangupRequestEvent;
    'sidetone-phone-change': facts.SidetonePhoneChangeEvent;
    'sidetone-registration-change': facts.SidetoneRegistrationChangeEvent;
    'sidetone-call-change': facts.SidetoneCallChangeEvent;
    'sidetone-incoming-call': facts.SidetoneIncomingCallEvent;
    'sidetone-dtmf': facts.SidetoneDtmfEvent;
    'sidetone-recording': facts.SidetoneRecordingEvent;
    'sidetone-conference-change': roomFacts.SidetoneConferenceChangeEvent;
    'sidetone-participant': roomFacts.SidetoneParticipantEvent;
    'sidetone-leg-change': roomFacts.SidetoneLegChangeEvent;
    'sidetone-room-digit': roomFacts.SidetoneRoomDigitEvent;
    'sidetone-error': facts.SidetoneErrorEvent;
  }
}
