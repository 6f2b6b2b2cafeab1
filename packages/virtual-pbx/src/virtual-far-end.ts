import {SignalingLink} from '@sidetone/core';
import type {FarCall, FarEnd, SeenRequest} from '@sidetone/core/testing';
import type {Leg} from './leg.js';
import {VirtualPbx} from './virtual-pbx.js';

/** A virtual PBX as the engine contract's far end: `testEngineContract('jssip', makeEngine, virtualFarEnd())`. */
export function virtualFarEnd(): FarEnd {
  const pbx = new VirtualPbx({users: {alice: 'correct-horse', bob: 'battery-staple'}});
  const uri = (user: string) => `sip:${user}@${pbx.domain}`;
  return {
    name: 'the virtual PBX',
    async openLink() {
      const link = new SignalingLink({servers: ['wss://pbx.example/ws'], openSocket: pbx.openSocket});
      await link.open();
      return link;
    },
    account: {aor: uri('alice'), authUser: 'alice', password: 'correct-horse'},
    stranger: {aor: uri('mallory'), authUser: 'mallory', password: 'guess', refusedWith: [404]},
    wrongPasswordRefusedWith: [401],
    targets: {
      echo: uri('echo'),
      informer: uri('echo'),
      earlyMedia: uri('early-media'),
      ringing: uri('ringing'),
      busy: uri('busy'),
      decline: uri('decline'),
      unavailable: uri('unavailable'),
      notFound: uri('nobody'),
      notAcceptable: uri('not-acceptable'),
      moved: uri('moved'),
      overloaded: uri('overloaded'),
      challengeLoop: uri('challenge-loop'),
      silent: uri('silent'),
      holdRefuser: uri('hold-refuser'),
      glare: uri('glare'),
      infoRefuser: uri('info-refuser'),
      referRefuser: uri('refer-refuser'),
      reinviteStaller: uri('reinvite-staller'),
      forgetter: uri('forgetter'),
      referForgetter: uri('refer-forgetter'),
      transferOk: uri('tone'),
      transferBusy: uri('busy'),
    },
    calledAs: /^sip:alice@pbx\.example$/,
    abilities: ['answers', 'renegotiates', 'holds', 'offerless', 'asserts', 'keeps'],
    call: async (options) => farCall(pbx.call('alice', options)),
    calls: async () => pbx.legs.map(farCall),
    drop: () => pbx.drop(),
    reset: async () => {
      for (const leg of pbx.legs) leg.end();
      pbx.log.length = 0;
    },
    requests: async () =>
      pbx.log.flatMap(({direction, message}): SeenRequest[] =>
        direction === 'received' && message.kind === 'request'
          ? [
              {
                method: message.method,
                uri: message.uri,
                header: (name) => message.headers.get(name),
                body: message.body,
              },
            ]
          : [],
      ),
  };
}

function farCall(leg: Leg): FarCall {
  return {
    ended: leg.reached('ended').then(() => ({status: leg.refusal?.status ?? 0})),
    get ringing() {
      return leg.reached('ringing', 'ended').then(() => {
        if (leg.state === 'ended') throw new Error('The call ended before it rang.');
      });
    },
    established: leg.reached('established'),
    direction: async () => leg.remoteDirection,
    digits: async () => leg.digits,
    hangup: async (reason) =>
      leg.hangup(
        reason
          ? [
              [
                'Reason',
                `${reason.protocol};cause=${reason.cause}${reason.text ? `;text="${reason.text}"` : ''}`,
              ],
            ]
          : [],
      ),
    answer: () => leg.accept(),
    renegotiate: (direction, {offerless = false, asserted} = {}) =>
      leg.renegotiate(direction, {
        offerless,
        headers: asserted ? [['P-Asserted-Identity', `"${asserted.displayName}" <${asserted.uri}>`]] : [],
      }),
    info: (digit) => leg.info(digit),
  };
}
