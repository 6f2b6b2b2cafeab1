import type {SipMessage} from '@sidetone/sip';

/** An INVITE is given up by then, ms: RFC 3261 17.1.1.2, timer B. */
const longest = 40_000;

/** INVITEs that have had no response at all, not even 100. */
export class UnansweredInvites {
  /** When each was sent, by Call-ID. */
  readonly #sent = new Map<string, number>();

  hear({method, status, callId}: SipMessage): void {
    if (method !== 'INVITE') return;
    if (status !== 0) return void this.#sent.delete(callId);
    this.#forget();
    // Sent again, it is as old as it was.
    if (!this.#sent.has(callId)) this.#sent.set(callId, performance.now());
  }

  has(callId: string): boolean {
    return this.#sent.has(callId);
  }

  /** In the order in which they were sent. */
  #forget(): void {
    const old = performance.now() - longest;
    for (const [callId, sent] of this.#sent) {
      if (sent > old) return;
      this.#sent.delete(callId);
    }
  }
}
