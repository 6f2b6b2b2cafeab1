import type {CallHistoryEntry, CredentialsProvider, PhoneAudio} from '@sidetone/core';
import {expect, onTestFinished, test, vi} from 'vitest';
import {SidetoneProvider} from './provider.js';
import '../define/provider.js';
import {phoneOptions} from './phone-options.js';

const call = (id: string): CallHistoryEntry => ({
  id,
  direction: 'incoming',
  remote: {uri: 'sip:carol@pbx.example', displayName: 'Carol'},
  account: 'sip:somebody@pbx.example',
  startedAt: 1,
  endedAt: 2,
  status: 'cleared',
  cause: 'missed',
});

/** Names that no other run has used in this browser. */
const person = (name: string) => `sip:${name}-${crypto.randomUUID()}@pbx.example`;

/** What a provider gives its phone whose credentials are for one person after another. */
function signedIn(...people: string[]) {
  const provider = new SidetoneProvider();
  const credentials: CredentialsProvider = {
    get: async () => ({
      servers: ['wss://pbx.example/ws'],
      aor: people.shift()!,
      authUser: 'm7',
      password: 'p',
    }),
  };
  Object.assign(provider, {credentials});
  const {history, credentials: given} = phoneOptions(provider, () => ({}) as PhoneAudio)!;
  const {signal} = new AbortController();
  onTestFinished(() => history!.clear());
  return {history: history!, fetch: () => given!.get({signal})};
}

const ids = async ({history}: ReturnType<typeof signedIn>) => (await history.list()).map(({id}) => id);

test('people whose credentials are fetched do not see each other’s calls, and each finds their own again', async () => {
  const [alice, bob] = [person('alice'), person('bob')];
  const first = signedIn(alice);
  expect(await ids(first)).toEqual([]);
  await first.fetch();
  await first.history.add(call('of-alice'));
  expect(await ids(first)).toEqual(['of-alice']);

  const second = signedIn(bob);
  await second.fetch();
  expect(await ids(second)).toEqual([]);
  await second.history.add(call('of-bob'));

  const again = signedIn(alice);
  await again.fetch();
  expect(await ids(again)).toEqual(['of-alice']);
});

test('whoever looks at the history is told when it is known whose it is', async () => {
  const [alice, bob] = [person('alice'), person('bob')];
  const phone = signedIn(alice, alice, bob);
  const changed = vi.fn();
  phone.history.addEventListener('change', changed);
  await phone.fetch();
  expect(changed).toHaveBeenCalledTimes(1);
  await phone.fetch();
  expect(changed).toHaveBeenCalledTimes(1);
  await phone.history.add(call('of-alice'));
  changed.mockClear();
  await phone.fetch();
  expect(changed).toHaveBeenCalledTimes(1);
  expect(await ids(phone)).toEqual([]);
});
