import {AccessToken} from 'livekit-server-sdk';
import {expectedAttribute, type ExpectedLeg, type LegRequest, type LiveKitAccess} from '../bridge.js';

/** How long a leg may come back to its room with the token that it joined with. */
const lifetime = '24h';

/** Who a participant is to everyone in the room. */
export interface Introduction {
  name: string;
  attributes: Record<string, string>;
  metadata?: string;
}

export const introduction = (leg: LegRequest): Introduction => ({
  name: leg.name,
  attributes: sipAttributes(leg),
  ...(leg.metadata !== undefined && {metadata: leg.metadata}),
});

/** Of one who is not there yet. */
export const announcement = ({name}: ExpectedLeg): Introduction => ({
  name,
  attributes: {[expectedAttribute]: 'true'},
});

/** A token that makes its holder a telephone to everyone in the room. */
export function phoneToken(
  {apiKey, apiSecret}: LiveKitAccess,
  {identity, room}: ExpectedLeg,
  who: Introduction,
): Promise<string> {
  const token = new AccessToken(apiKey, apiSecret, {identity, ttl: lifetime, ...who});
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
