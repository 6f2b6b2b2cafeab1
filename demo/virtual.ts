import {directory, VirtualPbx} from '@sidetone/virtual-pbx';
import type {StackUsers} from '../packages/stack/src/users.js';
import type {extensions} from '../packages/stack/src/extensions.js';

/** Who in the virtual PBX answers as an extension of the stack does. */
const answering: Partial<Record<keyof typeof extensions, string>> = {
  echo: 'echo',
  tone: 'tone',
  earlyMedia: 'early-media',
  busy: 'busy',
  decline: 'decline',
  ringing: 'ringing',
  pin: 'pin',
  unknown: 'not-found',
  telephone: 'echo',
};

/** The far end of a page that has no server: it knows the stack's users, and answers at the stack's numbers. */
export function virtualPbx(users: StackUsers, numbers: typeof extensions): VirtualPbx {
  const [, domain = ''] = users.alice.aor.split('@');
  const known = new Map(directory(domain).map(({name, callee}) => [name, callee]));
  const callees = Object.entries(answering).map(
    ([what, name]) => [numbers[what as keyof typeof extensions], known.get(name)!] as const,
  );
  return new VirtualPbx({
    domain,
    users: Object.fromEntries(Object.values(users).map(({authUser, password}) => [authUser, password])),
    callees: Object.fromEntries(callees),
  });
}
