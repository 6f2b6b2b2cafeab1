import {SidetoneError, type Conference} from '@sidetone/core';
import type {ConferenceSettings, MakeConference} from '../conference-loader.js';

const occupied: ReadonlySet<Conference['state']> = new Set(['joining', 'joined', 'reconnecting']);

/**
 * Makes a conference of settings when one is first needed, and another of newer ones, but never under somebody
 * who is in the room: then it waits until they have left. Leaves what it made.
 */
export class ConferenceOwner {
  readonly #changed: () => void;
  #wanted: ConferenceSettings | undefined;
  #settings: ConferenceSettings | undefined;
  #conference: Conference | undefined;
  #making: Promise<Conference> | undefined;
  #life = new AbortController();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Undefined until one was opened. */
  get conference(): Conference | undefined {
    return this.#conference;
  }

  /** Undefined while there is no room. */
  want(settings: ConferenceSettings | undefined): void {
    this.#wanted = settings;
    this.#replace();
  }

  /** The conference of the settings wanted last. Rejects as `make` does, or with `aborted` when nothing is wanted any more. */
  async open(make: MakeConference): Promise<Conference> {
    if (this.#conference) return this.#conference;
    this.#making ??= this.#make(make).finally(() => (this.#making = undefined));
    return this.#making;
  }

  /** Leaves, and lets go. */
  close(): void {
    this.#wanted = undefined;
    this.#drop();
  }

  async #make(make: MakeConference): Promise<Conference> {
    const settings = this.#wanted;
    if (!settings) throw new SidetoneError('aborted');
    const conference = await make(settings);
    if (!this.#wanted) throw new SidetoneError('aborted');
    this.#conference = conference;
    this.#settings = settings;
    this.#life = new AbortController();
    conference.addEventListener('change', () => this.#replace(), {signal: this.#life.signal});
    this.#changed();
    return conference;
  }

  #replace(): void {
    const {state} = this.#conference ?? {};
    if (!state || occupied.has(state) || same(this.#wanted, this.#settings)) return;
    this.#drop();
  }

  #drop(): void {
    const conference = this.#conference;
    if (!conference) return;
    this.#conference = undefined;
    this.#life.abort();
    conference.leave().catch(() => {}); // gone, whatever the room says
    this.#changed();
  }
}

function same(one: ConferenceSettings | undefined, other: ConferenceSettings | undefined): boolean {
  const names = ['url', 'gateway', 'room', 'token', 'whileAway', 'phone', 'audio'] as const;
  return names.every((name) => one?.[name] === other?.[name]);
}
