import {randomUUID} from 'node:crypto';
import {eq} from 'drizzle-orm';
import type {DialOut, Wanted} from '../calls/dial-out.js';
import type {Targets} from '../calls/targets.js';
import type {Queries} from '../database/database.js';
import {nextcloudCalls} from '../database/schema.js';
import type {Language} from '../rooms/languages.js';
import type {Rooms} from '../rooms/rooms.js';
import {withoutGaps} from '../without-gaps.js';
import {DialoutError} from './dialout-error.js';
import {dialoutNumber} from './number.js';
import {nameIn, ownerIn, type DialoutOptions, type TalkParticipant} from './participant.js';
import type {DialoutRequest, Talk} from './talk.js';

interface DialoutsOptions {
  queries: Queries;
  talk: Talk | undefined;
  rooms: Pick<Rooms, 'create'>;
  targets: Pick<Targets, 'numberTarget'>;
  dialOut: Pick<DialOut, 'call'>;
  /** Of the prompts of rooms that Talk calls into. */
  language: Language;
}

/** Talk, as the application from which its calls are. */
const application = 'talk';

/** Calls that Talk asks for: each a call of its own, also several of one number at once. */
export class Dialouts {
  constructor(private readonly options: DialoutsOptions) {}

  /** Resolves with the call's id. Throws {@link DialoutError} and what calling phones throws. */
  async begin(token: string, given: {number?: string; options?: DialoutOptions}): Promise<string> {
    const {talk, targets} = this.options;
    const number = dialoutNumber(given.number);
    if (!talk) throw new DialoutError('not_configured');
    const target = await targets.numberTarget(number);
    const options = given.options ?? {};
    const participant = await talk.permit({token, number, options});
    const callid = randomUUID();
    await this.#dial({token, number, options}, wantedBy(participant, {room: token, target, callid}));
    return callid;
  }

  /** Written down first, so that Talk is told of the end whatever becomes of this gateway. */
  async #dial({token, options}: DialoutRequest, wanted: Wanted & {callid: string}): Promise<void> {
    const {queries, rooms, dialOut, language} = this.options;
    const {callid: callId} = wanted;
    await queries.insert(nextcloudCalls).values({callId, token, options});
    try {
      // Talk says that there is such a conversation.
      await rooms.create(token, {language}, 'talk');
      await dialOut.call(wanted, 'talk');
    } catch (error) {
      await queries.delete(nextcloudCalls).where(eq(nextcloudCalls.callId, callId));
      throw error;
    }
  }
}

type Call = Required<Pick<Wanted, 'room' | 'target' | 'callid'>>;

/** A user's calls end when the user leaves. */
function wantedBy(participant: TalkParticipant, call: Call): Wanted & {callid: string} {
  const owner = ownerIn(participant);
  const details = {name: nameIn(participant), owner, endsWithOwner: owner !== undefined};
  return {...call, application, ...withoutGaps<Pick<Wanted, 'name' | 'owner' | 'endsWithOwner'>>(details)};
}
