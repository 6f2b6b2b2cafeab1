import type {TLSSocket} from 'node:tls';
import WebSocket from 'ws';
import {bad, doubtful, good, reasonOf, type Finding} from './finding.js';

const day = 86_400_000;
const patience = 4000;

/** Opens an address as a browser's phone does (RFC 7118), and looks at its certificate. */
export async function examineWebSocket(subject: string, url: string): Promise<Finding> {
  try {
    const {sip, socket} = await open(url);
    if (!sip)
      return bad(
        subject,
        'There is a WebSocket, but it speaks no SIP.',
        'Load res_pjsip_transport_websocket.so and chan_pjsip.so; the address ends with /ws.',
      );
    return socket ? examineCertificate(subject, new URL(url).hostname, socket) : unprotected(subject);
  } catch (error) {
    return bad(
      subject,
      `It cannot be reached (${reasonOf(error)}).`,
      'http.conf needs enabled=yes, for wss also tlsenable=yes, tlsbindaddr, tlscertfile and tlsprivatekey; is the port open?',
    );
  }
}

const unprotected = (subject: string) =>
  doubtful(subject, 'Browsers open ws:// from pages on http:// only.', 'Use wss:// for pages on https://.');

interface Certificate {
  expires: string;
  problem: string;
}

function examineCertificate(subject: string, host: string, {expires, problem}: Certificate): Finding {
  const days = Math.floor((Date.parse(expires) - Date.now()) / day);
  if (days < 0)
    return bad(
      subject,
      `The certificate has expired on ${expires}.`,
      'Renew it, then reload res_http_websocket.',
    );
  if (problem)
    return doubtful(
      subject,
      `The certificate is not trusted here (${problem}): browsers will refuse it, unless they know its authority.`,
      `Use one for ${host} by an authority that browsers know (tlscertfile in http.conf, with its chain).`,
    );
  if (days < 14) return doubtful(subject, `The certificate expires in ${days} days.`, 'Renew it.');
  return good(subject, `It speaks SIP; the certificate is valid for ${days} more days.`);
}

/** Whether it speaks SIP, and how it is protected, where it is. Rejects when it does not open. */
function open(url: string): Promise<{sip: boolean; socket?: Certificate}> {
  const client = new WebSocket(url, 'sip', {rejectUnauthorized: false, handshakeTimeout: patience});
  let socket: Certificate | undefined;
  client.on('upgrade', (response) => {
    const {getPeerCertificate, authorizationError} = response.socket as Partial<TLSSocket>;
    if (!getPeerCertificate) return;
    const expires = getPeerCertificate.call(response.socket as TLSSocket).valid_to;
    socket = {
      expires,
      problem: authorizationError ? String(authorizationError.message || authorizationError) : '',
    };
  });
  return new Promise((resolve, reject) => {
    client.on('open', () => {
      resolve({sip: client.protocol === 'sip', ...(socket && {socket})});
      client.terminate();
    });
    client.on('error', (error) =>
      // ws closes a connection whose server chose no sub-protocol.
      /subprotocol/.test(error.message) ? resolve({sip: false}) : reject(error),
    );
  });
}
