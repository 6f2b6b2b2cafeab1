import type {Calls} from '../calls/calls.js';
import type {DialOut} from '../calls/dial-out.js';
import type {Targets} from '../calls/targets.js';
import type {Queries} from '../database/database.js';
import type {Rooms} from '../rooms/rooms.js';
import type {Settings} from '../settings/table.js';
import {Dialouts} from './dialout.js';
import {TalkRequests} from './requests.js';
import {Talk} from './talk.js';

/** What Nextcloud Talk uses. */
export interface Nextcloud {
  /** `undefined` when none is configured. */
  talk: Talk | undefined;
  requests: TalkRequests;
  dialouts: Dialouts;
}

interface NextcloudOptions {
  settings: Settings;
  queries: Queries;
  rooms: Rooms;
  calls: Calls;
  targets: Targets;
  dialOut: DialOut;
}

export function createNextcloud({settings, queries, rooms, targets, dialOut}: NextcloudOptions): Nextcloud {
  const talk = Talk.from(settings);
  const language = settings.ROOM_TELEPHONY_DEFAULT_LANGUAGE;
  return {
    talk,
    requests: new TalkRequests({
      queries,
      secret: settings.NEXTCLOUD_SECRET,
      isOurs: (backend) => talk?.is(backend) ?? true,
    }),
    dialouts: new Dialouts({queries, talk, rooms, targets, dialOut, language}),
  };
}
