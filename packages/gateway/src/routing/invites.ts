import {setTimeout as sleep} from 'node:timers/promises';
import {and, eq, sql} from 'drizzle-orm';
import {callIdKey} from '../asterisk/config/dialplan.js';
import type {Queries} from '../database/database.js';
import {calls} from '../database/schema.js';
import type {CapturedMessage} from '../sip/feed.js';
import {headersOf, withoutKeys, type Invite} from './invite.js';
import {sipInvites} from './tables.js';

/** Which call: its Asterisk, and its Call-ID as the dialplan passes it on. */
interface InviteKey {
  asteriskId: string;
  sipCallId: string;
}

/** Asterisk reports an INVITE and tells of its call by two ways: either may be the first, by no more than this, ms. */
const patience = 1000;
const firstPause = 10;

/** INVITEs in the database, as Asterisk received them: whichever gateway is in charge finds them. */
export class SipInvites {
  constructor(private readonly queries: Queries) {}

  /** Keeps a message if it is an INVITE that begins a call. One that comes again, with an answer to a challenge, takes the place of the first. */
  async keep(message: CapturedMessage, asteriskId: string): Promise<void> {
    if (!beginsCall(message)) return;
    const told = {
      headers: storable(headersOf(message.headers)),
      sdp: withoutKeys(message.body).replaceAll('\0', '�'),
    };
    const {queries} = this;
    await queries
      .insert(sipInvites)
      .values({asteriskId, callId: callIdKey(message.callId), ...told})

      .onConflictDoUpdate({
        target: [sipInvites.asteriskId, sipInvites.callId],
        set: {...told, at: sql`now()`},
      });
  }

  /** With `wait`, one that is on its way is waited for. */
  async find(
    key: InviteKey,
    {wait, signal}: {wait: boolean; signal: AbortSignal},
  ): Promise<Invite | undefined> {
    const {headers, sdp} = sipInvites;
    for (let pause = firstPause, waited = 0; ; waited += pause, pause *= 2) {
      const [row] = await this.queries.select({headers, sdp}).from(sipInvites).where(is(key));
      if (row || !wait || waited >= patience) return row;
      await sleep(pause, undefined, {signal});
    }
  }

  /** Somebody is going to be asked where it leads: it is kept until the call has been answered, or is over. */
  async asking({asteriskId, sipCallId: callId}: InviteKey, {headers, sdp}: Invite): Promise<void> {
    await this.queries
      .insert(sipInvites)
      .values({asteriskId, callId, headers: storable(headers), sdp, asked: true})
      .onConflictDoUpdate({target: [sipInvites.asteriskId, sipInvites.callId], set: {asked: true}});
  }

  /** Removes those that nobody can ask for any more. */
  async forget(): Promise<void> {
    const {asteriskId, callId, asked, at} = sipInvites;
    const rings = sql`exists (select 1 from ${calls} where ${calls.asteriskId} = ${asteriskId} and ${calls.endedAt} is null
      and ${calls.ivr}->>'place' = 'routing' and ${calls.ivr}->>'sipCallId' = ${callId})`;
    await this.queries
      .delete(sipInvites)
      .where(sql`${at} < now() - interval '1 minute' and not (${asked} and ${rings})`);
  }
}

/** Takes the INVITE of a call that is over out, in the transaction in which it ends. Its headers, if somebody was asked about it. */
export async function takeAsked(
  transaction: Queries,
  key: InviteKey,
): Promise<Invite['headers'] | undefined> {
  const [row] = await transaction
    .delete(sipInvites)
    .where(and(is(key), eq(sipInvites.asked, true)))
    .returning({headers: sipInvites.headers});
  return row?.headers;
}

const is = ({asteriskId, sipCallId}: InviteKey) =>
  and(eq(sipInvites.asteriskId, asteriskId), eq(sipInvites.callId, sipCallId));

/** The first INVITE of a dialog, which has no tag of the called party's. Browsers come by WebSocket, no trunk does. */
function beginsCall({method, status, header}: CapturedMessage): boolean {
  if (method !== 'INVITE' || status) return false;
  return (
    !/;\s*tag\s*=/i.test(header('to') ?? '') &&
    !/^\s*SIP\s*\/\s*2\.0\s*\/\s*WSS?\b/i.test(header('via') ?? '')
  );
}

/** PostgreSQL has no text with NUL. */
const storable = (headers: Invite['headers']) =>
  Object.fromEntries(Object.entries(headers).map((pair) => pair.map((text) => text.replaceAll('\0', '�'))));
