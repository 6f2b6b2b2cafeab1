import {Phone, type Call, type PhoneOptions} from '@sidetone/core';
import {
  fakeOptions,
  until,
  type FakeAudio,
  type FakeConnection,
  type FakeEngine,
  type FakeSession,
} from '@sidetone/core/testing/fakes';

/** A phone without SIP, network or sound, and the hands that play its far side. */
export interface FakePhone {
  phone: Phone;
  engine: FakeEngine;
  audio: FakeAudio;
  connections: FakeConnection[];
  /** Dials, and waits until the INVITE has left. */
  dial(target?: string): Promise<{call: Call; session: FakeSession}>;
  /** An outgoing call that was answered. */
  talk(target?: string): Promise<{call: Call; session: FakeSession}>;
  /** A call that comes in and rings; registers first. */
  ring(from?: string, displayName?: string): Promise<{call: Call; session: FakeSession}>;
}

export function fakePhone(options: Partial<PhoneOptions> = {}): FakePhone {
  const {connections, ...fakes} = fakeOptions();
  const phone = new Phone({
    ...fakes,
    server: 'wss://pbx.example/ws',
    aor: 'sip:alice@pbx.example',
    password: 'secret',
    ...options,
  });
  return {phone, connections, ...fakes, ...hands(phone, fakes.engine)};
}

/** What a far side does to `phone`. */
export function hands(phone: Phone, engine: FakeEngine): Pick<FakePhone, 'dial' | 'talk' | 'ring'> {
  const dial = async (target = 'bob') => {
    const call = phone.dial(target);
    await until(call, () => call.sipCallId !== undefined || call.ended);
    return {call, session: engine.lastSession};
  };
  return {
    dial,
    talk: async (target) => {
      const made = await dial(target);
      made.session.progress(180);
      made.session.accept();
      return made;
    },
    ring: async (from = 'sip:bob@pbx.example', displayName = 'Bob') => {
      if (phone.registration !== 'registered') await phone.register();
      const session = engine.lastAgent.call({uri: from, displayName});
      return {call: phone.calls.at(-1)!, session};
    },
  };
}
