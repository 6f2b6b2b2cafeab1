import type {Call} from '../call.js';
import {FakeAudio} from './fake-audio.js';
import {FakeConnection} from './fake-connection.js';
import {FakeEngine} from './fake-engine.js';

/** What makes a phone of fakes; also the properties that make a provider use them. */
export function fakeOptions() {
  const connections: FakeConnection[] = [];
  return {
    engine: new FakeEngine(),
    audio: new FakeAudio(),
    connections,
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
  };
}

/** Resolves once `call` fulfils the condition. */
export function until(call: Call, condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!condition()) return;
      call.removeEventListener('change', check);
      resolve();
    };
    call.addEventListener('change', check);
    check();
  });
}
