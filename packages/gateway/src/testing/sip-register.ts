import {createHash, randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {WebSocket} from 'ws';

interface Registration {
  /** `sip:alice@example.org` */
  aor: string;
  authUser: string;
  password: string;
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const token = () => randomBytes(8).toString('hex');

/** Sends REGISTER over WebSocket (RFC 7118), answers the first challenge as browsers do, and resolves with the final status. */
export async function register(server: string, {aor, authUser, password}: Registration): Promise<number> {
  const socket = new WebSocket(server, 'sip');
  await once(socket, 'open');
  try {
    const uri = `sip:${aor.slice(aor.indexOf('@') + 1)}`;
    const callId = token();
    const send = async (sequence: number, authorization?: string) => {
      const lines = [
        `REGISTER ${uri} SIP/2.0`,
        `Via: SIP/2.0/WS ${token()}.invalid;branch=z9hG4bK${token()}`,
        'Max-Forwards: 70',
        `From: <${aor}>;tag=${token()}`,
        `To: <${aor}>`,
        `Call-ID: ${callId}`,
        `CSeq: ${sequence} REGISTER`,
        `Contact: <sip:${token()}@${token()}.invalid;transport=ws>;expires=120`,
        ...(authorization ? [`Authorization: ${authorization}`] : []),
        'Content-Length: 0',
      ];
      const answered = once(socket, 'message') as Promise<[Buffer]>;
      socket.send(`${lines.join('\r\n')}\r\n\r\n`);
      const answer = (await answered)[0].toString();
      return {status: Number(/^SIP\/2.0 (\d+)/.exec(answer)?.[1]), answer};
    };
    const first = await send(1);
    if (first.status !== 401) return first.status;
    // The first of several challenges, as JsSIP and SIP.js take it.
    const challenge = /^WWW-Authenticate: Digest (.*)$/im.exec(first.answer)?.[1] ?? '';
    const parameter = (name: string) => new RegExp(`${name}="?([^",]*)`).exec(challenge)?.[1] ?? '';
    const [realm, nonce, opaque] = ['realm', 'nonce', 'opaque'].map(parameter);
    const cnonce = token();
    const digest = [
      md5(`${authUser}:${realm}:${password}`),
      nonce,
      '00000001',
      cnonce,
      'auth',
      md5(`REGISTER:${uri}`),
    ];
    const fields = [
      ...[
        `username="${authUser}"`,
        `realm="${realm}"`,
        `nonce="${nonce}"`,
        `uri="${uri}"`,
        `opaque="${opaque}"`,
      ],
      ...[
        `response="${md5(digest.join(':'))}"`,
        'algorithm=MD5',
        'qop=auth',
        'nc=00000001',
        `cnonce="${cnonce}"`,
      ],
    ];
    return (await send(2, `Digest ${fields.join(', ')}`)).status;
  } finally {
    socket.close();
  }
}
