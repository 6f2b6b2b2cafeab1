import {setTimeout as sleep} from 'node:timers/promises';
import {and, eq, exists, isNull, lt, not, sql} from 'drizzle-orm';
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

  /**
   * Somebody is going to be asked where a call leads: its INVITE is kept until that is known, or the caller gives up. False when
   * the caller has given up already; nobody shall be asked then.
   */
  async asking({callId, ...key}: InviteKey & {callId: string}, {headers, sdp}: Invite): Promise<boolean> {
    return this.queries.transaction(async (transaction) => {
      // Held until the end: the call does not end meanwhile.
      const [call] = await transaction
        .select({id: calls.id})
        .from(calls)
        .where(isRouting(callId))
        .for('share');
      if (!call) return false;
      await transaction
        .insert(sipInvites)
        .values({
          asteriskId: key.asteriskId,
          callId: key.sipCallId,
          headers: storable(headers),
          sdp,
          askedFor: callId,
        })
        .onConflictDoUpdate({
          target: [sipInvites.asteriskId, sipInvites.callId],
          set: {askedFor: callId},
        });
      return true;
    });
  }

  /** Removes those that nobody can ask for any more. */
  async forget(): Promise<void> {
    const {askedFor, at} = sipInvites;
    const rings = exists(
      this.queries
        .select({one: sql`1`})
        .from(calls)
        .where(isRouting(askedFor)),
    );
    await this.queries.delete(sipInvites).where(and(lt(at, sql`now() - interval '1 minute'`), not(rings)));
  }
}

/**
 * The headers of a call's INVITE, if somebody was asked about it, once: it is removed. Within the transaction in which the
 * caller gives up.
 */
export async function takeAsked(
  transaction: Queries,
  {callId, ...key}: InviteKey & {callId: string},
): Promise<Invite['headers'] | undefined> {
  const [row] = await transaction
    .delete(sipInvites)
    .where(and(is(key), eq(sipInvites.askedFor, callId)))
    .returning({headers: sipInvites.headers});
  return row?.headers;
}

const isRouting = (callId: string | typeof sipInvites.askedFor) =>
  and(eq(calls.id, callId), isNull(calls.endedAt), sql`${calls.ivr}->>'place' = 'routing'`);

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
