import type {CountryCode} from 'libphonenumber-js/min';
import {remoteParty, sipUser, type RemoteParty} from './remote-party.js';

/** Who a redirected call should go to: numbers and names of the own `domain` by themselves, others as whole addresses. */
export function movedTo(contacts: readonly string[], domain: string, country?: CountryCode): RemoteParty[] {
  return contacts.map((uri) => {
    const party = remoteParty({uri, displayName: ''}, country);
    const host = /@([^;?>]+)/.exec(uri)?.[1] ?? domain;
    const elsewhere = !party.number && host.toLowerCase() !== domain.toLowerCase();
    return elsewhere ? {...party, displayName: `${sipUser(uri)}@${host}`} : party;
  });
}
