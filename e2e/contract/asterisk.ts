import {SignalingLink, type SipLink, type WebSocketLike} from '@sidetone/core';
import type {FarCall, FarEnd} from '@sidetone/core/testing';
import {inject} from 'vitest';
import {commands} from 'vitest/browser';
import {contractExtensions} from './extensions.js';
import {Marker} from './marker.js';
import type {} from './server/command.js';
import type {} from './server/setup.js';

const domain = 'sidetone.test';
/** ISUP: normal, and the call was answered by another phone. */
const [normal, answeredElsewhere] = [16, 26];

/** A real Asterisk as the engine contract's far end. */
export function asteriskFarEnd(): FarEnd {
  const {ws, users} = inject('asterisk');
  const uri = (user: string) => `sip:${user}@${domain}`;
  const sockets = new Set<WebSocket>();
  const marker = new Marker(ws);

  const openSocket = (url: string) => {
    const socket = new WebSocket(url, 'sip');
    socket.binaryType = 'arraybuffer';
    sockets.add(socket);
    socket.addEventListener('close', () => sockets.delete(socket));
    return socket as WebSocketLike;
  };

  const farCall = (callId: string): FarCall => ({
    get ended() {
      return commands.farEnd('reached', callId, 'ended').then((status) => ({status}));
    },
    get ringing() {
      return commands.farEnd('reached', callId, 'ringing').then(() => undefined);
    },
    get established() {
      return commands.farEnd('reached', callId, 'established').then(() => undefined);
    },
    direction: async () => commands.farEnd('direction', callId, await marker.send()),
    digits: () => commands.farEnd('digits', callId),
    answer: () => commands.farEnd('answer', callId),
    hangup: (reason) => {
      const elsewhere = reason?.protocol === 'SIP' && reason.cause === 200;
      const cause = elsewhere ? answeredElsewhere : (reason?.cause ?? normal);
      return commands.farEnd('hangup', callId, cause);
    },
    renegotiate: (direction, {asserted} = {}) => commands.farEnd('renegotiate', callId, direction, asserted),
    info: (digit) => commands.farEnd('info', callId, digit),
  });

  return {
    name: 'Asterisk',
    async openLink(): Promise<SipLink & {close(): void}> {
      const link = new SignalingLink({servers: [ws], openSocket});
      await link.open();
      return link;
    },
    account: users.alice,
    stranger: {aor: uri('mallory'), authUser: 'mallory', password: 'guess', refusedWith: [401]},
    wrongPasswordRefusedWith: [401],
    // Asterisk calls a contact, as it sees it, and puts that into To as well.
    calledAs: /^sip:[^@;]+@127\.0\.0\.1$/,
    targets: {
      echo: uri(contractExtensions.echo),
      informer: uri(contractExtensions.informer),
      earlyMedia: uri(contractExtensions.early),
      ringing: uri('605'),
      busy: uri('603'),
      decline: uri('604'),
      unavailable: uri('480'),
      notFound: uri('404'),
      notAcceptable: uri('488'),
      moved: uri('302'),
      referRefuser: uri(contractExtensions.echo),
      transferOk: uri(contractExtensions.transferOk),
      transferBusy: uri(contractExtensions.transferBusy),
    },
    callers: {informer: users.erin, referRefuser: users.frank},
    abilities: ['answers', 'holds', 'asserts', 'replaces', 'timers'],
    call: async (options = {}) => farCall(await commands.farEnd('call', options)),
    calls: async () => (await commands.farEnd('calls')).map(farCall),
    async requests() {
      const records = await commands.farEnd('requests', await marker.send());
      return records.map(({method, uri: target, headers, body}) => ({
        method,
        uri: target,
        header: (name) => headers[name] || undefined,
        body,
      }));
    },
    drop: () => {
      for (const socket of sockets) socket.close();
    },
    reset: () => commands.farEnd('reset'),
  };
}
