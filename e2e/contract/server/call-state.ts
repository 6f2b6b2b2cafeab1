import type {SipMessage} from '../../../packages/stack/src/index.js';

/** Where a call stands, as its SIP messages say. */
export interface CallState {
  ringing: boolean;
  established: boolean;
  /** The phone's refusal of a call to it, 0 for BYE and CANCEL; undefined while it lives. */
  ended?: number;
}

/** Reads one call's messages, oldest first. */
export function callState(messages: readonly SipMessage[]): CallState {
  const invite = messages.find(({method, status}) => method === 'INVITE' && !status);
  const answers = messages.filter(
    ({method, status, direction}) => method === 'INVITE' && status && direction !== invite?.direction,
  );
  const accepted = answers.find(({status}) => status >= 200 && status < 300);
  const acknowledged = messages.some(
    ({method, header}) => method === 'ACK' && accepted && sameCseq(header, accepted),
  );
  const refused = answers.find(({status}) => status >= 300);
  const over = messages.some(({method, status}) => !status && (method === 'BYE' || method === 'CANCEL'));
  const ended = !accepted && invite?.direction === 'out' ? refused?.status : over ? 0 : undefined;
  return {
    ringing: answers.some(({status}) => status > 100 && status < 200),
    established: acknowledged,
    ...(ended !== undefined && {ended}),
  };
}

function sameCseq(header: SipMessage['header'], answer: SipMessage): boolean {
  return parseInt(header('cseq') ?? '') === parseInt(answer.header('cseq') ?? '');
}
