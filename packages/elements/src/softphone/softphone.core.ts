import type {Account, Call} from '@sidetone/core';

export type RegisteredAccount = Pick<Account, 'registration' | 'error' | 'aor' | 'displayName'>;

export interface RegistrationView {
  state: Account['registration'];
  /** Why it failed: a code that is put in words by the element. */
  reason: NonNullable<Account['error']>['code'] | undefined;
  /** What happens next, where the reason does not say it: the phone tries by itself, or somebody must act. */
  next: 'retries' | 'act' | 'none';
  /** Trying at once can help, or is the only way. */
  retry: boolean;
}

/** Errors that trying again does not cure: the account stays as it is until somebody changes something. */
const final = new Set(['credentials-rejected', 'user-unknown', 'configuration-invalid']);

export function registrationView({registration, error}: RegisteredAccount): RegistrationView {
  const failed = registration === 'failed';
  const reason = failed || registration === 'registering' ? error?.code : undefined;
  return {
    state: registration,
    reason,
    next:
      !failed || reason === 'server-unreachable' ? 'none' : reason && final.has(reason) ? 'act' : 'retries',
    retry: failed || registration === 'unregistered',
  };
}

/** The account whose state the header tells: the one that is in trouble first, else the one that is chosen. */
export function worstAccount<A extends RegisteredAccount>(accounts: readonly A[], chosen: A): A {
  return accounts.find((account) => account.registration === 'failed') ?? chosen;
}

export type Section = 'keypad' | 'history' | 'devices';
export const sections: readonly Section[] = ['keypad', 'history', 'devices'];

export type StagedCall = Pick<
  Call,
  'direction' | 'status' | 'ended' | 'connectedAt' | 'endedAt' | 'startedAt'
>;

export interface Stage<C extends StagedCall> {
  /** The call in front, with its controls. */
  front: C | undefined;
  /** Incoming calls that ring, the oldest first. */
  ringing: C[];
  /** More than one call is answered or under way: the list of calls is shown. */
  list: boolean;
}

/** What is in front. A ringing call never pushes away the call that talks. */
export function stage<C extends StagedCall>(calls: readonly C[], active: C | undefined): Stage<C> {
  const ringing = calls.filter((call) => call.direction === 'incoming' && call.status === 'ringing');
  const others = calls.filter((call) => !call.ended && !ringing.includes(call));
  return {
    front: active && others.includes(active) ? active : others.at(-1),
    ringing,
    list: others.length > 1,
  };
}
