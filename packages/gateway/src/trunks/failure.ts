/** What is known of why a call by a trunk came to nothing. */
interface Refusal {
  /** The SIP response. */
  readonly code?: number;
  /** Q.850. */
  readonly cause?: number;
}

/** Q.850: no route, destination out of order, no circuit, network out of order, temporary failure, congestion, recovery on timer expiry. */
const failures: ReadonlySet<number> = new Set([3, 27, 34, 38, 41, 42, 102]);
/** The trunk does not know us, or is not there. Other 4xx and 6xx are the called party's own answer. */
const ownFault: ReadonlySet<number> = new Set([401, 407, 408]);

/** Whether the trunk is to blame, so that another may do better: RFC 3261 21.5, and what its network says by Q.850. */
export function isTrunkFailure({code = 0, cause}: Refusal): boolean {
  if (code) return (code >= 500 && code < 600) || ownFault.has(code);
  return cause !== undefined && failures.has(cause);
}
