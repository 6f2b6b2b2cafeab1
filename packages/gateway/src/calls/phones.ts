import {CallStore} from '../asterisk/calls/call-store.js';
import {AsteriskReach} from '../asterisk/reach.js';
import type {CallbackQueue} from '../callbacks/queue.js';
import type {Queries} from '../database/database.js';
import type {Logger} from '../log/logger.js';
import type {Mappings} from '../mappings/mappings.js';
import type {Rooms} from '../rooms/rooms.js';
import {CancelWebhook} from '../routing/cancel.js';
import type {Outbound} from '../trunks/outbound.js';
import type {Vault} from '../secrets/vault.js';
import type {Settings} from '../settings/table.js';
import {Calls} from './calls.js';
import {CallCommands} from './commands.js';
import {CallControl} from './control.js';
import {DialOut} from './dial-out.js';
import {ShownNumbers} from './shown-number.js';
import {Statuses} from './statuses.js';
import {StatusStream} from './status-stream.js';
import {Targets} from './targets.js';

/** All about phones in rooms that any gateway can do, also for an Asterisk that another one holds. */
export interface Phones {
  calls: Calls;
  store: CallStore;
  commands: CallCommands;
  control: CallControl;
  targets: Targets;
  dialOut: DialOut;
  statuses: Statuses;
  stream: StatusStream;
  /** What rooms are shown of numbers. */
  numbers: ShownNumbers;
}

interface PhonesOptions {
  settings: Settings;
  queries: Queries;
  vault: Vault;
  mappings: Mappings;
  rooms: Rooms;
  log: Logger;
  outbound: Outbound;
  callbacks: CallbackQueue;
  lifecycle: {readonly draining: boolean};
  clock: () => number;
}

export function createPhones(options: PhonesOptions): Phones {
  const {settings, queries, vault, mappings, rooms, outbound, callbacks, lifecycle, log, clock} = options;
  const reach = new AsteriskReach(settings.ASTERISK);
  const calls = new Calls(queries);
  const cancel = new CancelWebhook({settings, vault, callbacks});
  const store = new CallStore({
    queries,
    vault,
    callbacks,
    clock,
    onGivenUp: (...given) => cancel.givenUp(...given),
  });
  const commands = new CallCommands({queries, nudge: (...to) => reach.nudge(...to)});
  const statuses = new Statuses(queries);
  return {
    calls,
    store,
    commands,
    statuses,
    control: new CallControl({queries, calls, commands, rooms, reach}),
    targets: new Targets(settings, mappings, outbound),
    dialOut: new DialOut({settings, queries, rooms, calls, store, reach, lifecycle, clock}),
    stream: new StatusStream(statuses, log),
    numbers: new ShownNumbers(settings),
  };
}
