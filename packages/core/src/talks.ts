interface Held {
  readonly heldBy: 'none' | 'local' | 'remote' | 'both';
}

interface Answered extends Held {
  readonly connectedAt: number | undefined;
  readonly ended: boolean;
}

/** This side holds the call; the far side may, too. */
export const isHeldHere = ({heldBy}: Held): boolean => heldBy === 'local' || heldBy === 'both';

/** The call was answered and goes on, and this side does not hold it. The far side may. */
export const talks = (call: Answered): boolean =>
  call.connectedAt !== undefined && !call.ended && !isHeldHere(call);
