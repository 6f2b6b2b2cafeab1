import {sipUser, type Participant, type Phone} from '@sidetone/core';
import {Leg} from '../legs/leg.js';

/** Recognises this person's own phone among those in the room: heard by page and phone at once, the room would howl. */
export class OwnPhone {
  readonly #phone: Pick<Phone, 'accounts'> | undefined;

  constructor(phone: Pick<Phone, 'accounts'> | undefined) {
    this.#phone = phone;
  }

  /**
   * Where a gateway serves the room, the phone of which it says so: a number is what a caller says of themself. Elsewhere the phone with
   * the SIP user, or number, of one of this phone's accounts.
   */
  find(participants: readonly Participant[], {served}: {served: boolean}): Participant | undefined {
    const own = new Set(this.#phone?.accounts.map(({aor}) => sipUser(aor)).filter(Boolean));
    const numbered = ({number}: Pick<Participant, 'number'>) => number !== undefined && own.has(number);
    if (!served) return participants.find((one) => one.kind === 'phone' && numbered(one));
    const me = participants.find(({local}) => local)?.id;
    return participants.find(({leg}) => {
      if (!(leg instanceof Leg) || leg.owner === undefined || leg.owner !== me) return false;
      // Of one that was called, the number is the one that was dialled.
      return leg.ownPhone || (leg.direction === 'outgoing' && numbered(leg));
    });
  }
}
