import type {SipDial} from '../asterisk/calls/stored-call.js';
import type {RealtimeRow} from '../realtime/rows.js';
import type {OutboundRoute} from '../trunks/outbound-route.js';

/** Where in the vault passwords of such calls are. */
export const dialPassword = 'calls.ivr.dial.sip.auth.password';

/** How the voice is hidden: not at all, or by SRTP with keys in the SDP (RFC 4568) or by DTLS (RFC 5764). */
const ways = ['plain', 'sdes', 'dtls'] as const;
type Way = (typeof ways)[number];

/** Asterisk's endpoint for one try of one call. */
const endpointId = (callId: string, way: Way) => `${callId}~dial-${way}`;

/** The two halves of such an id; `undefined` when it is none. */
export function readDialEndpointId(id: string): {callId: string; way: Way} | undefined {
  const [, callId, named] = /^(.+)~dial-([a-z]+)$/.exec(id) ?? [];
  const way = ways.find((one) => one === named);
  return callId === undefined || way === undefined ? undefined : {callId, way};
}

/** How a SIP address is called next. What has to be secure is never offered in the clear. */
export function nextWay(
  callId: string,
  sip: SipDial,
  {tried, callerId}: {tried: readonly string[]; callerId: {number: string; name: string}},
): OutboundRoute {
  const way = ways.filter((one) => (one !== 'plain') === sip.secure).find((one) => !tried.includes(one));
  if (!way) return {kind: 'none', detail: 'the far side takes no SRTP'};
  return {kind: 'trunk', trunk: way, endpoint: `PJSIP/${endpointId(callId, way)}/${targetOf(sip)}`, callerId};
}

/** Asterisk calls by UDP where the URI names no other transport. */
const targetOf = ({uri, transport}: SipDial) =>
  transport === 'udp' || /^sips:|;transport=/i.test(uri) ? uri : `${uri};transport=${transport}`;

interface RowOptions {
  id: string;
  way: Way;
}

export function dialEndpoint({transport, from, auth}: SipDial, {id, way}: RowOptions): RealtimeRow {
  return {
    id,
    transport: `sidetone-${transport}`,
    context: 'sidetone-none',
    ...(auth && {outbound_auth: id}),
    ...(from && {from_user: from.user, from_domain: from.domain}),
    disallow: 'all',
    allow: 'opus,g722,ulaw,alaw',
    dtmf_mode: 'rfc4733',
    direct_media: 'no',
    rtp_symmetric: 'yes',
    ...(way !== 'plain' && {media_encryption: way}),
    ...(way === 'dtls' && {
      dtls_auto_generate_cert: 'yes',
      dtls_verify: 'fingerprint',
      dtls_setup: 'actpass',
    }),
  };
}
