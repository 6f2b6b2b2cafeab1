import {AccessToken} from 'livekit-server-sdk';
import type {LegRequest, LiveKitAccess} from '../bridge.js';

/** How long a leg may come back to its room with the token that it joined with. */
const lifetime = '24h';

/** A token that makes its holder a telephone to everyone in the room. */
export function phoneToken({apiKey, apiSecret}: LiveKitAccess, leg: LegRequest): Promise<string> {
  const {identity, name, room, metadata} = leg;
  const token = new AccessToken(apiKey, apiSecret, {
    identity,
    name,
    ttl: lifetime,
    attributes: sipAttributes(leg),
    ...(metadata !== undefined && {metadata}),
  });
  token.kind = 'sip';
  token.addGrant({
    room,
    roomJoin: true,
    canPublish: true,
    canSubscribe: true,
    canPublishData: true,
    canUpdateOwnMetadata: true,
  });
  return token.toJwt();
}

/** A phone's participant attributes, by the names that livekit-sip gives them. */
export function sipAttributes({
  id,
  phone = {},
  attributes,
  callStatus = 'active',
}: LegRequest): Record<string, string> {
  const {number, trunkNumber, trunkId, callId = id, sipCallId, hostname} = phone;
  const known = {
    'sip.callStatus': callStatus,
    'sip.callID': callId,
    'sip.phoneNumber': number,
    'sip.trunkPhoneNumber': trunkNumber,
    'sip.trunkID': trunkId,
    'sip.callIDFull': sipCallId,
    'sip.hostname': hostname,
  };
  const given = Object.entries(known).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {...Object.fromEntries(given), ...attributes};
}
