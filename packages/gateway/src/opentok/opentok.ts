import type {Calls} from '../calls/calls.js';
import type {CallControl} from '../calls/control.js';
import type {DialOut} from '../calls/dial-out.js';
import type {ShownNumbers} from '../calls/shown-number.js';
import type {Queries} from '../database/database.js';
import type {Rooms} from '../rooms/rooms.js';
import type {Vault} from '../secrets/vault.js';
import type {Settings} from '../settings/table.js';
import {OpenTokDialer} from './dialer.js';
import {OpenTokPhones} from './phones.js';
import {Projects} from './projects.js';
import {OpenTokSessions} from './sessions.js';

/** The dial API's parts. */
export interface OpenTok {
  projects: Projects;
  sessions: OpenTokSessions;
  phones: OpenTokPhones;
  dialer: OpenTokDialer;
}

interface OpenTokOptions {
  settings: Settings;
  queries: Queries;
  vault: Vault;
  rooms: Rooms;
  calls: Calls;
  control: CallControl;
  dialOut: DialOut;
  numbers: ShownNumbers;
  clock: () => number;
}

export function createOpenTok({
  settings,
  queries,
  vault,
  rooms,
  clock,
  dialOut,
  numbers,
  ...rest
}: OpenTokOptions): OpenTok {
  const projects = new Projects({queries, vault, clock});
  const sessions = new OpenTokSessions({rooms, language: settings.ROOM_TELEPHONY_DEFAULT_LANGUAGE, clock});
  return {
    projects,
    sessions,
    phones: new OpenTokPhones(rest),
    dialer: new OpenTokDialer({projects, sessions, dialOut, shownNumber: numbers.number, vault, clock}),
  };
}
