import {afterEach, expect, test} from 'vitest';
import {readSettings} from '../settings/settings.js';
import {startRoomServer} from '../testing/livekit.js';
import {testSettings} from '../testing/services.js';
import {LiveKit} from './livekit.js';

let server: Awaited<ReturnType<typeof startRoomServer>> | undefined;
afterEach(() => server?.close());

const [alice, bob] = [{identity: 'alice'}, {identity: 'bob'}];
const phone = {identity: 'phone-1', kind: 'SIP'};
const agents = [
  {identity: 'scribe', kind: 'AGENT'},
  {identity: 'tape', kind: 'EGRESS'},
  {identity: 'helper', permission: {agent: true}},
  {identity: 'recorder', permission: {recorder: true}},
];

test.each([
  ['no limit', {participants: [alice, bob]}, false],
  ['a free place', {maxParticipants: 3, participants: [alice, bob]}, false],
  ['as many as may be', {maxParticipants: 2, participants: [alice, bob]}, true],
  ['phones, which take places too', {maxParticipants: 2, participants: [alice, phone]}, true],
  [
    'the one who asks, and comes back',
    {maxParticipants: 2, participants: [alice, {identity: 'carol'}]},
    false,
  ],
  ['agents and recorders, which take none', {maxParticipants: 2, participants: [alice, ...agents]}, false],
  ['nobody, and holds nobody yet', {maxParticipants: 1, participants: []}, false],
])('a room with %s', async (_, room, full) => {
  server = await startRoomServer({name: 'standup', ...room});
  const livekit = LiveKit.from(readSettings({env: {...testSettings, LIVEKIT_API_URL: server.url}}));
  expect(await livekit?.isFull('standup', 'carol')).toBe(full);
});
