import type {AsteriskSetting} from '../settings/table.js';
import {application, nudge} from './application.js';
import {Ari} from './ari/rest.js';

/** What every gateway can do at every Asterisk, also at one that another gateway holds. */
export class AsteriskReach {
  readonly #servers: ReadonlyMap<string, Ari>;

  constructor(settings: readonly AsteriskSetting[]) {
    this.#servers = new Map(settings.map(({id, ari}) => [id, new Ari(ari)]));
  }

  /** Plays tones to one channel. A comma pauses for two seconds, a "p" for half a one. */
  async dtmf(asteriskId: string, channelId: string, digits: string): Promise<void> {
    await this.#at(asteriskId).dtmf(
      channelId,
      digits.toUpperCase().replaceAll(',', 'wwww').replaceAll('P', 'w'),
    );
  }

  /** Tells the gateway that holds an Asterisk that something waits for a call. Lost when nobody holds it. */
  async nudge(asteriskId: string, callId: string): Promise<void> {
    await this.#at(asteriskId).raise(nudge, application, {call: callId});
  }

  #at(asteriskId: string): Ari {
    const ari = this.#servers.get(asteriskId);
    if (!ari) throw new Error(`There is no Asterisk "${asteriskId}" among the settings.`);
    return ari;
  }
}
