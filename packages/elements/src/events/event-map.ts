import type * as facts from './facts.js';
import type {JoinByPhoneRequestEvent} from './join-by-phone-request.js';
import type {PinRequestEvent} from './pin-request.js';
import type * as requests from './requests.js';

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
    'sidetone-phone-change': facts.SidetonePhoneChangeEvent;
    'sidetone-registration-change': facts.SidetoneRegistrationChangeEvent;
    'sidetone-call-change': facts.SidetoneCallChangeEvent;
    'sidetone-incoming-call': facts.SidetoneIncomingCallEvent;
    'sidetone-dtmf': facts.SidetoneDtmfEvent;
    'sidetone-recording': facts.SidetoneRecordingEvent;
    'sidetone-error': facts.SidetoneErrorEvent;
  }
}
