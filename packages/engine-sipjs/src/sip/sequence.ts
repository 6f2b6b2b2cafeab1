import type {OutgoingRequest, SessionDialog} from 'sip.js/lib/core/index.js';

/** SIP.js raises the CSeq of a challenged request in a dialog without telling the dialog: the next would reuse it. */
export function keepSequence(dialog: SessionDialog, request: Pick<OutgoingRequest, 'message'>): void {
  while ((dialog.localSequenceNumber ?? 0) < request.message.cseq) dialog.incrementLocalSequenceNumber();
}
