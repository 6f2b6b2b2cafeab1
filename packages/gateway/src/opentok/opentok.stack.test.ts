import {Caller} from '@sidetone/stack';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import {asteriskPart} from '../asterisk/part.js';
import type {Database} from '../database/database.js';
import type {RunningPart} from '../serve.js';
import {OpenTokApplication} from '../testing/opentok.js';
import {migratedPglite} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';
import {asteriskSetting, createExchange, dialInNumber, type Exchange} from '../testing/telephony/exchange.js';
import {FakeBridge} from '../testing/telephony/fake-bridge.js';
import {writeTonePrompts} from '../testing/telephony/tone-prompts.js';

const timeout = 300_000;
let exchange: Exchange;
let database: Database;
let gateway: TestGateway;
let part: RunningPart;
let url: string;
let project: {apiKey: string; secret: string};
let application: OpenTokApplication;
const callers: Caller[] = [];

beforeAll(async () => {
  exchange = await createExchange();
  await writeTonePrompts(exchange.prompts);
  database = await migratedPglite();
  gateway = await createTestGateway(database, {
    ASTERISK: asteriskSetting(exchange),
    ROOM_TELEPHONY_PROMPTS: exchange.prompts,
  });
  part = await asteriskPart({bridge: new FakeBridge()}).start(gateway.services);
  url = await gateway.app.listen({port: 0, host: '127.0.0.1'});
  project = await gateway.services.opentok.projects.add({name: 'Shop'}, 'operator');
  application = new OpenTokApplication(project.apiKey, project.secret, url);
}, timeout);
afterEach(async () => {
  for (const caller of callers.splice(0)) await caller.hangUp();
}, timeout);
afterAll(async () => {
  await part.stop(AbortSignal.timeout(1000));
  await gateway.close();
  await exchange.stop();
  await database.close();
}, timeout);

/** Somebody who dials into a session, and the connection that it is. */
async function enter(sessionId: string, number: string): Promise<{caller: Caller; connectionId: string}> {
  const {services, application: server, app} = gateway;
  const caller = await Caller.dial(exchange.outside, `PJSIP/${dialInNumber}@sidetone`, `<${number}>`);
  callers.push(caller);
  await caller.ears.hearsSpeech();
  await caller.press(await services.rooms.pinOf(sessionId));
  return vi.waitFor(async () => {
    const headers = {authorization: await server()};
    const answer = await app.inject({url: `/v1/rooms/${sessionId}/calls`, headers});
    const {calls} = answer.json<{calls: {number: string; status: string; identity: string}[]}>();
    const call = calls.find((one) => one.number === number && one.status === 'connected');
    expect(call).toBeDefined();
    return {caller, connectionId: call!.identity};
  }, 15_000);
}

test(
  "phones that have dialled into a session hear the SDK's digits, each alone or all, and are disconnected",
  {timeout},
  async () => {
    const sessionId = await application.createSession();
    const [anna, bert] = [await enter(sessionId, '+41790000001'), await enter(sessionId, '+41790000002')];
    const {ari} = exchange.outside;
    await application.playDtmf(sessionId, '1p2#', anna.connectionId);
    await vi.waitFor(() => expect(ari.digits(anna.caller.channelId)).toBe('12#'), 10_000);
    await application.playDtmf(sessionId, '*9');
    await vi.waitFor(() => expect(ari.digits(anna.caller.channelId)).toBe('12#*9'), 10_000);
    await vi.waitFor(() => expect(ari.digits(bert.caller.channelId)).toBe('*9'), 10_000);

    await application.forceDisconnect(sessionId, anna.connectionId);
    await anna.caller.hungUp();
    expect(await ari.channels()).toContainEqual(
      expect.objectContaining({id: bert.caller.channelId, state: 'Up'}),
    );
    const gone = application.forceDisconnect(sessionId, anna.connectionId);
    await expect(gone).rejects.toThrow('Session or Connection not found');
    const digits = application.playDtmf(sessionId, '1', anna.connectionId);
    await expect(digits).rejects.toThrow('Not Found');
    await expect(application.playDtmf(sessionId, 'x')).rejects.toThrow(/Unexpected response.*digits/);
  },
);

test('other projects, strangers and participants cannot act on a session', {timeout}, async () => {
  const sessionId = await application.createSession();
  const other = await gateway.services.opentok.projects.add({}, 'operator');
  const others = new OpenTokApplication(other.apiKey, other.secret, url);
  await expect(others.playDtmf(sessionId, '1')).rejects.toThrow('Not Found');
  const thief = new OpenTokApplication(project.apiKey, 'x'.repeat(40), url);
  await expect(thief.createSession()).rejects.toThrow('Invalid API key or secret');
  await expect(thief.forceDisconnect(sessionId, 'phone-1')).rejects.toThrow('Invalid API key or secret');
  const act = async (apiKey: string, token: string) => {
    const answer = await gateway.app.inject({
      method: 'DELETE',
      url: `/v2/project/${apiKey}/session/${sessionId}/connection/phone-1`,
      headers: {'x-opentok-auth': token},
    });
    return {status: answer.statusCode, code: answer.json<{code: string}>().code};
  };
  expect(await act(project.apiKey, application.token(sessionId))).toEqual({
    status: 401,
    code: 'token-invalid',
  });
  expect(await act(project.apiKey, '')).toEqual({status: 401, code: 'token-invalid'});
});
