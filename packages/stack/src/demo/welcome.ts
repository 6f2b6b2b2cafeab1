import {join} from 'node:path';
import {extensions, pinDialogue} from '../extensions.js';
import type {DialIn} from '../gateway/client.js';
import type {Demo} from './start.js';

/** What there is, where, and what to dial: for whoever has just started the stack. */
export function welcome({stack: {addresses, folder}, url, room}: Demo): string {
  const {asterisk, livekit, gateway, logs} = addresses;
  const windows = (users: readonly string[], page = '') =>
    users.map((user) => `  ${user.padEnd(6)} ${url}${page}?as=${user}`);
  return [
    '',
    ...(url ? ['A phone for each, in a window of its own:', ...windows(['alice', 'bob']), ''] : []),
    `Dial bob (102) from alice, or ${extensions.echo} echo · ${extensions.tone} a tone · ${extensions.earlyMedia} early media · ${extensions.busy} busy`,
    `  ${extensions.decline} declined · ${extensions.ringing} rings on · ${extensions.pin} asks for the PIN ${pinDialogue.pin}# · ${extensions.digits} takes digits`,
    ...(room ? [numbers(room)] : []),
    ...(url && room
      ? ['', 'A room, with a phone and without:', ...windows(['alice', 'bob', 'guest'], 'room.html')]
      : []),
    '',
    `Asterisk ${asterisk.version}  ${asterisk.ws}  ${asterisk.wss}`,
    ...(livekit ? [`LiveKit  ${livekit.version}  ${livekit.url}`] : []),
    ...(gateway ? [`Gateway  ${gateway.url}  (${gateway.url}/docs)  psql ${gateway.database}`] : []),
    `Users, passwords and all addresses: ${join(folder, 'addresses.json')}   Logs: ${logs}`,
    'Ctrl-C ends it.',
  ].join('\n');
}

const numbers = (room: DialIn) =>
  `  ${room.numbers.map(({international}) => international).join(' or ')} leads to the room "demo": its PIN is ${room.pinGrouped}#`;
