/** A dialog as this side sees it. */
export interface DialogId {
  callId: string;
  localTag: string;
  remoteTag: string;
}

/** Which dialog of its own the far side is to give up, as a URI's header parameter (RFC 3891, RFC 5589 7.3). */
export function replaces({callId, localTag, remoteTag}: DialogId): string {
  return encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`);
}
