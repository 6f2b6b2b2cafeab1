import {
  C,
  Dialog,
  IncomingResponseMessage,
  NonInviteServerTransaction,
  Parser,
  SessionDialog,
  UserAgentServer,
  type IncomingRequest,
  type IncomingRequestMessage,
} from 'sip.js/lib/core/index.js';
import {allowedMethods, type AgentCore} from './agent-core.js';
import {refreshTarget} from './refresh-target.js';

/** What a session does with an UPDATE. */
export type UpdateRequest = Pick<IncomingRequest, 'message' | 'accept' | 'reject'>;

/** Passes UPDATEs (RFC 3311), which SIP.js does not know, to the session; returns false when there is none. */
export type UpdateReceiver = (request: UpdateRequest, dialog: SessionDialog) => boolean;

/** Feeds one message from the link to SIP.js' core. What is no SIP message, or not for us, is dropped. */
export function receive(agent: AgentCore, text: string, update: UpdateReceiver): void {
  if (text.trim() === '') return; // keep-alive (RFC 7118 6)
  const message = parse(text, agent.core);
  if (message instanceof IncomingResponseMessage) receiveResponse(agent, message, text);
  else if (message) receiveRequest(agent, message, update);
}

const mandatoryHeaders = ['from', 'to', 'call-id', 'cseq', 'via'];

function parse(text: string, core: AgentCore['core']) {
  const message = Parser.parseMessage(text, core.loggerFactory.getLogger('sip.parser'));
  return message && mandatoryHeaders.every((name) => message.hasHeader(name)) ? message : undefined;
}

function receiveResponse({core, viaHost}: AgentCore, message: IncomingResponseMessage, text: string): void {
  if (message.via.host !== viaHost) return;
  // A proxy's ringing may have none (RFC 3261 table 2); SIP.js drops it then. Nothing is sent there.
  const nameless =
    message.method === C.INVITE && (message.statusCode ?? 0) < 200 && !message.hasHeader('contact');
  const whole = nameless
    ? parse(text.replace('\r\n', '\r\nContact: <sip:nobody.invalid>\r\n'), core)
    : message;
  if (whole instanceof IncomingResponseMessage) core.receiveIncomingResponseFromTransport(whole);
}

function receiveRequest({core}: AgentCore, message: IncomingRequestMessage, update: UpdateReceiver): void {
  const inDialog = message.toTag !== '' && message.toTag !== undefined;
  // Mandatory (RFC 3261 8.1.1.8), and SIP.js throws without it.
  if (message.method === C.INVITE && !message.parseHeader('contact'))
    core.replyStateless(message, {statusCode: 400, reasonPhrase: 'Missing Contact'});
  else if (inDialog && message.method === 'UPDATE') receiveUpdate(core, message, update);
  else if (inDialog && message.method === C.OPTIONS) receiveOptions(core, message);
  else core.receiveIncomingRequestFromTransport(message);
}

function receiveUpdate(core: AgentCore['core'], message: IncomingRequestMessage, update: UpdateReceiver) {
  if (core.userAgentServers.has(message.viaBranch)) return core.receiveIncomingRequestFromTransport(message);
  const dialog = inOrder(core, message);
  if (!dialog) return;
  refreshTarget(dialog, message);
  const request = new UserAgentServer(NonInviteServerTransaction, core, message);
  if (!update(request, dialog)) request.reject({statusCode: 481});
}

/** Within a dialog it is answered as outside (RFC 3261 11.2); servers ask so whether a call is still there. */
function receiveOptions(core: AgentCore['core'], message: IncomingRequestMessage): void {
  if (!inOrder(core, message)) return;
  const extraHeaders = [`Allow: ${allowedMethods}`, 'Accept: application/sdp'];
  core.replyStateless(message, {statusCode: 200, extraHeaders});
}

/** The dialog of a request that SIP.js does not look at; none when the request was refused here (RFC 3261 12.2.2). */
function inOrder(core: AgentCore['core'], message: IncomingRequestMessage): SessionDialog | undefined {
  const dialog = core.dialogs.get(message.callId + message.toTag + message.fromTag);
  if (!(dialog instanceof SessionDialog)) core.replyStateless(message, {statusCode: 481});
  else if (message.cseq <= (dialog.remoteSequenceNumber ?? 0))
    core.replyStateless(message, {statusCode: 500});
  else {
    Dialog.prototype.receiveRequest.call(dialog, message);
    return dialog;
  }
  return undefined;
}
