import type {Settings} from '../settings/table.js';
import {shownToPeople, type CallEntry} from './call-entry.js';
import {nameOf} from './phone-name.js';

/** With fewer digits it is an extension, or a user: there is nothing to hide. */
const shortestNumber = 7;

/** What rooms are shown of telephone numbers: everybody in them reads it, guests too. */
export class ShownNumbers {
  constructor(private readonly settings: Settings) {}

  /** Without its last digits, unless the settings say that numbers are not hidden; also one at a server, `+41446681820@example.org`. SIP users stay as they are. */
  readonly number = (number: string): string => {
    const [user = '', ...host] = number.split('@');
    const isNumber = /^[\d\s+()./-]+$/.test(user) && user.replace(/\D/g, '').length >= shortestNumber;
    if (!this.settings.HIDE_PHONE_NUMBER || !isNumber) return number;
    return [nameOf({number: user, name: ''}, this.settings), ...host].join('@');
  };

  /** A call for those who may not control it. */
  readonly entry = (entry: CallEntry): CallEntry => {
    const {number, ...others} = shownToPeople(entry);
    return {...others, ...(number !== undefined && {number: this.number(number)})};
  };
}
