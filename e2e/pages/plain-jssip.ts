import * as JsSIP from 'jssip';
import {matchDtmfClock} from '../../packages/core/src/dtmf-clock.js';

interface Credentials {
  aor: string;
  authUser: string;
  password: string;
}

/** JsSIP as it comes, but for the clock of its digits, without which Asterisk doubles some: what is seen with it is the stack's doing. */
const plain = {
  agent: undefined as JsSIP.UA | undefined,
  session: undefined as ReturnType<JsSIP.UA['call']> | undefined,
  /** Incoming calls are answered with this code, 200 being an answer. */
  incoming: 200,

  register(url: string, user: Credentials): Promise<void> {
    const agent = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(url)],
      uri: user.aor,
      authorization_user: user.authUser,
      password: user.password,
    });
    plain.agent = agent;
    agent.on(
      'newRTCSession',
      ({session, originator}: {session: typeof plain.session; originator: string}) => {
        if (originator !== 'remote' || !session) return;
        if (plain.incoming === 200) session.answer();
        else session.terminate({status_code: plain.incoming});
      },
    );
    return new Promise((resolve, reject) => {
      agent.on('registered', () => resolve());
      agent.on('registrationFailed', ({cause}: {cause?: string}) => reject(new Error(cause)));
      agent.start();
    });
  },

  /** Resolves with `'accepted'`, or with the status that refused the call. */
  call(target: string): Promise<string> {
    return new Promise((resolve) => {
      plain.session = plain.agent?.call(target, {
        mediaConstraints: {audio: true, video: false},
        eventHandlers: {
          sdp: (description) => {
            if (description.originator === 'remote') description.sdp = matchDtmfClock(description.sdp);
          },
          accepted: () => resolve('accepted'),
          failed: ({message, cause}) =>
            resolve(message && 'status_code' in message ? `${message.status_code}` : cause),
        },
      });
    });
  },

  /** Digits by RFC 4733, all in one go, once the way is open: before that Chromium plays them to nobody. */
  async type(digits: string): Promise<void> {
    const connection = plain.session?.connection;
    while (connection?.connectionState !== 'connected') await new Promise(requestAnimationFrame);
    connection.getSenders()[0]?.dtmf?.insertDTMF(digits, 100, 70);
  },

  /** Digits by SIP INFO. */
  typeByInfo(digits: string): void {
    plain.session?.sendDTMF(digits, {duration: 100, interToneGap: 100});
  },

  /** Resolves with `'accepted'`, `'succeeded'` being the last NOTIFY's word, or why the transfer was refused. */
  refer(target: string): Promise<string> {
    return new Promise((resolve) => {
      plain.session?.refer(target, {
        eventHandlers: {
          requestFailed: ({cause}: {cause: string}) => resolve(cause),
          accepted: () => resolve('succeeded'),
          failed: () => resolve('failed'),
        },
      });
    });
  },
};

export type Plain = typeof plain;

Object.assign(globalThis, {plain});
