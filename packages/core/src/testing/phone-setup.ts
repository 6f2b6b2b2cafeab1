import type {Call} from '../call.js';
import {Phone} from '../phone.js';
import {fakeOptions, until} from './fake-options.js';
import type {FakeSession} from './fake-session.js';

/** A phone whose server and far sides are the test. */
export function setup() {
  const {connections, ...fakes} = fakeOptions();
  const phone = new Phone({
    ...fakes,
    server: 'wss://pbx.example/ws',
    aor: 'sip:alice@example.org',
    password: 'secret',
  });
  return {phone, connections, engine: fakes.engine, audio: fakes.audio};
}

/** A call of which the INVITE was sent. */
export async function dialled(
  setting: ReturnType<typeof setup>,
  target = 'bob',
): Promise<{call: Call; session: FakeSession}> {
  const call = setting.phone.dial(target);
  await until(call, () => call.sipCallId !== undefined || call.ended);
  return {call, session: setting.engine.lastSession};
}

/** A call that was answered. */
export async function talking(setting: ReturnType<typeof setup>, target?: string) {
  const made = await dialled(setting, target);
  made.session.accept();
  return made;
}
