import {sipUser, type Participant, type Phone} from '@sidetone/core';

/** Recognises this person's own phone among those in the room: heard by page and phone at once, the room would howl. */
export class OwnPhone {
  readonly #phone: Phone | undefined;

  constructor(phone: Phone | undefined) {
    this.#phone = phone;
  }

  /** A phone in the room with the SIP user, or number, of one of this phone's accounts. */
  find(participants: readonly Participant[]): Participant | undefined {
    const own = new Set(this.#phone?.accounts.map(({aor}) => sipUser(aor)).filter(Boolean));
    if (!own.size) return undefined;
    return participants.find(({kind, number}) => kind === 'phone' && number !== undefined && own.has(number));
  }
}
