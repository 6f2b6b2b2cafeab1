import type {CallCause} from './status.js';

/** What a refusal means: cause and plain English. */
export type Meaning = readonly [cause: CallCause, message: string];

/** What a SIP response above 299 to an INVITE means (RFC 3261 21 and the RFCs named in the IANA registry). */
export const sipStatusTable: Readonly<Record<number, Meaning>> = {
  0: ['unreachable', 'The call could not be made: no answer came from the phone server.'],
  300: ['moved', 'There are several addresses for this name. Call one of them directly.'],
  301: ['moved', 'This number has changed.'],
  302: ['moved', 'Calls to this number go elsewhere for now.'],
  305: ['moved', 'This number can only be reached through another server.'],
  380: ['moved', 'The call is not possible; another service was offered instead.'],
  400: ['failed', 'The phone server did not understand the call.'],
  401: ['credentials-rejected', 'The phone server refused the user name or password.'],
  402: ['forbidden', 'This call has to be paid for first.'],
  403: ['forbidden', 'This call is not allowed.'],
  404: ['not-found', 'Nobody has this number or name.'],
  405: ['failed', 'The far side does not take calls of this kind.'],
  406: ['media-refused', 'The far side cannot take a call from this phone.'],
  407: ['credentials-rejected', 'The phone server refused the user name or password.'],
  408: ['unreachable', 'The far side did not respond in time.'],
  410: ['not-found', 'This number is no longer in use.'],
  413: ['failed', 'The phone server found the call request too large.'],
  414: ['failed', 'This address is too long for the phone server.'],
  415: ['media-refused', 'The far side cannot take a call from this phone.'],
  416: ['failed', 'The phone server does not know this kind of address.'],
  420: ['failed', 'The far side lacks something that this call needs.'],
  421: ['failed', 'The far side needs something that this phone lacks.'],
  422: ['failed', 'The phone server wants longer session intervals.'],
  423: ['failed', 'The phone server wants longer intervals.'],
  433: ['forbidden', 'Calls without a caller number are not taken here.'],
  480: ['unavailable', 'The called person cannot be reached now.'],
  481: ['connection-lost', 'The far side no longer knows of this call.'],
  482: ['server-error', 'The call went round in a circle between servers.'],
  483: ['server-error', 'The call passed through too many servers.'],
  484: ['number-incomplete', 'The number is not complete.'],
  485: ['not-found', 'This name could be several people. Use the full address.'],
  486: ['busy', 'The line is busy.'],
  487: ['cancelled', 'The call was cancelled before it was answered.'],
  488: ['media-refused', 'The far side and this phone have no common way to carry sound.'],
  491: ['failed', 'Both sides changed the call at the same moment. Try again.'],
  493: ['failed', 'The far side could not decrypt the call request.'],
  494: ['failed', 'The phone server needs another kind of security.'],
  500: ['server-error', 'The phone server had an internal error.'],
  501: ['server-error', 'The phone server cannot make this kind of call.'],
  502: ['server-error', 'A gateway on the way gave a bad answer.'],
  503: ['congestion', 'The phone network is overloaded, or not in service.'],
  504: ['unreachable', 'A server on the way did not respond in time.'],
  505: ['server-error', 'The phone server speaks another version of SIP.'],
  513: ['failed', 'The phone server found the call request too large.'],
  580: ['media-refused', 'The network cannot give this call what it needs.'],
  600: ['busy', 'The called person is busy everywhere.'],
  603: ['declined', 'The call was declined.'],
  604: ['not-found', 'This number does not exist anywhere.'],
  606: ['media-refused', 'The far side and this phone have no common way to carry sound.'],
  607: ['declined', 'The called person does not want this call.'],
  608: ['declined', 'A service on the way refused the call for the called person.'],
};

/** The meaning of a response code; codes not in the table mean what their class does (RFC 3261 8.1.3.2). */
export function sipStatus(code: number): Meaning {
  return (
    sipStatusTable[code] ??
    sipStatusTable[Math.floor(code / 100) * 100] ?? ['failed', 'The call failed for an unknown reason.']
  );
}
