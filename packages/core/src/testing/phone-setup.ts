import type {Call} from '../call.js';
import {Phone} from '../phone.js';
import {FakeAudio} from './fake-audio.js';
import {FakeConnection} from './fake-connection.js';
import {FakeEngine} from './fake-engine.js';
import type {FakeSession} from './fake-session.js';

/** A phone whose server and far sides are the test. */
export function setup() {
  const engine = new FakeEngine();
  const audio = new FakeAudio();
  const connections: FakeConnection[] = [];
  const phone = new Phone({
    engine,
    audio,
    server: 'wss://pbx.example/ws',
    aor: 'sip:alice@example.org',
    password: 'secret',
    openSocket: () => {
      const socket = {
        onopen: null as (() => void) | null,
        onclose: null,
        onmessage: null,
        readyState: 1,
        send() {},
        close() {},
      };
      queueMicrotask(() => socket.onopen?.());
      return socket;
    },
    createConnection: () => {
      const connection = new FakeConnection();
      connections.push(connection);
      return connection.asConnection();
    },
  });
  return {phone, engine, audio, connections};
}

/** Resolves once `call` fulfils the condition. */
export function until(call: Call, condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => condition() && resolve();
    call.addEventListener('change', check);
    check();
  });
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
