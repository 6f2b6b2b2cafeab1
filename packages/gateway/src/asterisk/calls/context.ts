import type {AsteriskAccess} from '@sidetone/bridge';
import type {Actor} from '../../audit/audit.js';
import type {Moment} from '../../ivr/steps.js';
import type {Lanes} from '../../calls/lanes.js';
import type {CallCommands} from '../../calls/commands.js';
import type {RoomStatus} from '../../database/schema.js';
import type {Logger} from '../../log/logger.js';
import type {PinResolver} from '../../pins/resolve-pin.js';
import type {NumberLanguages} from '../../rooms/number-languages.js';
import type {Room} from '../../rooms/rooms.js';
import type {Arrival, InboundRoute} from '../../routing/inbound-route.js';
import type {Hangup} from '../../ivr/state.js';
import type {OutboundRequest, OutboundRoute} from '../../trunks/outbound-route.js';
import type {Ari} from '../ari/rest.js';
import type {CallStore} from './call-store.js';
import type {Rooms} from './visit.js';

/** What calls in one Asterisk work with. */
export interface CallContext {
  ari: Ari;
  asterisk: AsteriskAccess;
  store: CallStore;
  pins: Pick<PinResolver, 'resolve'>;
  bridge: Rooms;
  /** Where calls go that trunks bring. */
  inbound: {route(arrival: Arrival, signal: AbortSignal): Promise<InboundRoute>};
  /** By which trunk a number is called, and what came of it. */
  outbound: {
    choose(request: OutboundRequest): Promise<OutboundRoute>;
    report(trunk: string, outcome: Hangup | 'worked'): Promise<void>;
  };
  /** Whether an INVITE, by its Call-ID, is known to have had no answer at all. */
  isSilent(sipCallId: string): boolean;
  /** Makes a room unless it is there. */
  ensureRoom(room: string, actor: Actor): Promise<Pick<Room, 'language'>>;
  /** Of a room. */
  statusOf(room: string): Promise<RoomStatus>;
  lanes: Pick<Lanes, 'take'>;
  commands: Pick<CallCommands, 'waiting' | 'done'>;
  log: Logger;
  /** ms without media after which a call of a trunk, or of the dial API, ends. */
  silence: number;
  /** Whether phones may join rooms at all. */
  open: boolean;
  /** Folder of the prompts as Asterisk sees it. */
  prompts: string;
  moment(): Moment;
  /** On offer at a number. */
  languagesOf(called: string): NumberLanguages;
  /** What people in a room read of a caller. */
  nameOf(caller: {number: string; name: string}): string;
  /** What they are told of a number. */
  shownNumber(number: string): string;
  /** The conference user whose own phone calls, by the endpoint that it calls from. */
  ownerOf(endpoint: string): Promise<string | undefined>;
}
