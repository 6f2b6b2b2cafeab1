import {expect, test, vi} from 'vitest';
import {calls} from '../database/schema.js';
import {pour, type CallbackReceiver} from '../testing/callback-receiver.js';
import {CallbackGateways, patient} from '../testing/callback-gateways.js';
import {onEachDatabase} from '../testing/databases.js';
import {CancelWebhook} from './cancel.js';

const call = {callId: 'c1', asteriskId: 'one', sipCallId: 'a@b'};
const headers = {From: '"Frozen Mountain" <sip:frozenmountain@10.0.0.0>'};

onEachDatabase((database) => {
  const all = new CallbackGateways(database);

  /** A caller gives up, after the application was asked where the call leads. */
  async function givenUp(settings: Record<string, string> = {}): Promise<void> {
    const {services} = await all.start({
      SIP_INBOUND_CANCEL_WEBHOOK_URL: `${all.receiver.url}/cancel`,
      ...settings,
    });
    const {queries} = database();
    const {callId: id, asteriskId} = call;
    const row = {id, asteriskId, direction: 'inbound', status: 'accepted', ivr: {place: 'routing'}} as const;
    await queries.insert(calls).values(row);
    await services.routing.invites.asking(call, {headers, sdp: ''});
    const {settings: own, vault, callbacks} = services;
    const cancel = new CancelWebhook({settings: own, vault, callbacks: callbacks.queue});
    await queries.transaction((transaction) => cancel.givenUp(transaction, call));
    callbacks.queue.nudge();
  }
  const failed = (why: string) =>
    vi.waitFor(
      async () =>
        expect(await all.left()).toMatchObject([
          {state: 'waiting', lastError: expect.stringMatching(`^${why}: `) as string},
        ]),
      patient,
    );
  /** What came twice under one id, because the answer was late, is told once. */
  const told = () => [...new Map(all.receiver.taken.map(({id, path, body}) => [id, {path, body}])).values()];
  const once = [{path: '/cancel', body: {headers}}];

  test.each<[string, string, CallbackReceiver['answer'], Record<string, string>?]>([
    ['is slow', 'slow', () => undefined, {CALLBACK_TIMEOUT: '200ms'}],
    ['hangs up', 'down', (response) => response.destroy()],
    ['refuses', 'refused', (response) => response.writeHead(500).end()],
    ['redirects', 'redirected', (response) => response.writeHead(302, {location: '/'}).end()],
    ['refuses without end', 'too-large', (response) => pour(response.writeHead(500))],
  ])('an application that %s is told later: %s', async (_, why, answer, settings) => {
    all.receiver.answer = answer;
    await givenUp(settings);
    await failed(why);
    all.receiver.answer = (response) => response.writeHead(204).end();
    await all.quiet();
    expect(told()).toEqual(once);
  });

  test('one that is down is told when it is back', async () => {
    const {url} = all.receiver;
    await all.receiver.goAway();
    await givenUp({SIP_INBOUND_CANCEL_WEBHOOK_URL: `${url}/cancel`});
    await failed('down');
    await all.receiver.comeBack();
    await all.quiet();
    expect(told()).toEqual(once);
  });

  test('one at a private address is told nothing', async () => {
    await givenUp({WEBHOOK_PRIVATE_ADDRESSES: ''});
    await failed('forbidden');
    expect(all.receiver.seen).toEqual([]);
  });

  test.each<[string, CallbackReceiver['answer']]>([
    ['no JSON', (response) => response.end('<html>')],
    ['something without end', pour],
  ])('one that says %s has been told', async (_, answer) => {
    all.receiver.answer = answer;
    await givenUp();
    await all.quiet();
    expect(all.receiver.seen.map(({body}) => body)).toEqual([{headers}]);
  });
});
