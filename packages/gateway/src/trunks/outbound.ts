import {callerNumber, printable} from '../calls/caller-number.js';
import type {Hangup} from '../ivr/state.js';
import type {Settings} from '../settings/table.js';
import type {OutboundRequest, OutboundRoute} from './outbound-route.js';

/** Which trunk calls a number, and what came of it. */
export class Outbound {
  constructor(private readonly settings: Settings) {}

  /** Whether numbers can be called at all. */
  async available(): Promise<boolean> {
    return this.settings.DIAL_OUT_ENDPOINT !== undefined;
  }

  async choose({number, room, tried}: OutboundRequest): Promise<OutboundRoute> {
    const {DIAL_OUT_ENDPOINT: trunk} = this.settings;
    if (trunk === undefined || tried.includes(trunk)) return {kind: 'none', detail: 'no trunk is left'};
    const callerId = {number: callerNumber(this.settings), name: printable(room)};
    return {kind: 'trunk', trunk, endpoint: `PJSIP/${number}@${trunk}`, callerId};
  }

  async report(_trunk: string, _outcome: Hangup | 'worked'): Promise<void> {}
}
