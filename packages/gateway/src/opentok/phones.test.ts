import {expect, test, vi} from 'vitest';
import type {CallEntry} from '../calls/call-entry.js';
import type {Calls, KnownCall} from '../calls/calls.js';
import type {CallControl} from '../calls/control.js';
import {GatewayError} from '../errors.js';
import {OpenTokPhones} from './phones.js';

/** The phones of a session, of which some have gone since they were looked for. `heard`: who got digits. */
function session({phones, gone}: {phones: string[]; gone: string[]}) {
  const heard: string[] = [];
  const calls = {
    inRoom: async () => phones.map((callid) => ({callid, status: 'connected'}) as CallEntry),
    get: async (id: string) => ({id}) as KnownCall,
  };
  const dtmf = vi.fn(async ({id}: KnownCall) => {
    if (gone.includes(id)) throw new GatewayError('call-not-connected');
    heard.push(id);
  });
  const options = {calls: calls as unknown as Calls, control: {dtmf} as unknown as CallControl};
  return {heard, play: () => new OpenTokPhones(options).playDigits('session', '12', 'project:1')};
}

test('a phone that has just gone keeps no other from its digits', async () => {
  const {heard, play} = session({phones: ['a', 'b', 'c'], gone: ['a', 'b']});
  await play();
  expect(heard).toEqual(['c']);
});

test('it fails when there is no phone, and when none got them', async () => {
  await expect(session({phones: [], gone: []}).play()).rejects.toMatchObject({code: 'connection-unknown'});
  await expect(session({phones: ['a', 'b'], gone: ['a', 'b']}).play()).rejects.toMatchObject({
    code: 'call-not-connected',
  });
});
