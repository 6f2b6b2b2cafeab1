import type {
  IncomingRequestMessage,
  IncomingResponseMessage,
  NameAddrHeader,
  SessionDialog,
  URI,
} from 'sip.js/lib/core/index.js';

/**
 * Where a dialog's next requests go, as an UPDATE (RFC 3311 5.1) or the 2xx of an INVITE (RFC 3261 12.2.1.2) says.
 * SIP.js takes it from re-INVITEs only, and keeps it where a dialog's subclasses alone see it.
 */
export function refreshTarget(
  dialog: SessionDialog,
  message: IncomingRequestMessage | IncomingResponseMessage,
): void {
  const contact = message.parseHeader('contact') as NameAddrHeader | undefined;
  if (contact)
    (dialog as unknown as {dialogState: {remoteTarget: URI}}).dialogState.remoteTarget = contact.uri;
}
