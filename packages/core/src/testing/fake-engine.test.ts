import {expect, it} from 'vitest';
import type {UserAgentOptions} from '../engine/engine.js';
import {SipFailure} from '../engine/engine.js';
import {FakeEngine} from './fake-engine.js';
import {RecordingHandler} from './recording-handler.js';

const connection = {} as RTCPeerConnection;

function setUp() {
  const engine = new FakeEngine();
  const events = new RecordingHandler();
  const lost: SipFailure[] = [];
  const options: UserAgentOptions = {
    aor: 'sip:alice@example.org',
    authUser: 'alice',
    password: 'secret',
    registerExpires: 600,
    product: 'test',
    link: {url: 'wss://example.org', send: () => undefined, receive: undefined},
    handler: {incoming: () => events, registrationLost: (failure) => lost.push(failure)},
  };
  return {engine, events, lost, agent: engine.createUserAgent(options)};
}

it('tells what the test says, and its end once', async () => {
  const {engine, events, agent} = setUp();
  agent.invite('sip:bob@example.org', {connection, iceGatheringTimeout: 0}, events);
  engine.lastSession.progress(180);
  engine.lastSession.accept();
  engine.lastSession.end();
  engine.lastSession.end({code: 486});
  engine.lastSession.digit('1');
  expect(events.events.map(({type}) => type)).toEqual(['progress', 'accepted', 'ended']);
  expect(engine.lastSession.connection).toBe(connection);
});

it('confirms at once, or when the test says so', async () => {
  const {engine, events, agent} = setUp();
  agent.invite('sip:bob@example.org', {connection, iceGatheringTimeout: 0}, events);
  const session = engine.lastSession;
  await session.renegotiate('sendonly');
  session.manual = true;
  const held = session.renegotiate('inactive');
  expect(session.lastRequest).toMatchObject({method: 'RENEGOTIATE', args: ['inactive']});
  session.lastRequest.refuse(488, 'Not Acceptable Here');
  await expect(held).rejects.toMatchObject({status: 488});
});

it('rejects what is under way when the session ends', async () => {
  const {engine, events, agent} = setUp();
  agent.invite('sip:bob@example.org', {connection, iceGatheringTimeout: 0}, events);
  engine.lastSession.manual = true;
  const sent = engine.lastSession.info('application/dtmf-relay', 'Signal=1');
  engine.lastSession.end();
  await expect(sent).rejects.toBeInstanceOf(SipFailure);
});

it('calls in, is answered, and registers', async () => {
  const {agent, events, lost} = setUp();
  const session = agent.call('sip:bob@example.org', {headers: {'alert-info': 'x'}});
  await session.answer({connection, iceGatheringTimeout: 0});
  expect(events.of('accepted')).toHaveLength(1);
  expect(await agent.register()).toEqual({expires: 600});
  agent.manual = true;
  const registering = agent.register();
  agent.lastRequest.refuse(403, 'Forbidden');
  await expect(registering).rejects.toMatchObject({status: 403});
  agent.loseRegistration(503, 'Service Unavailable', 5);
  expect(lost).toMatchObject([{status: 503, retryAfter: 5}]);
});

it('stops without a word', () => {
  const {engine, events, agent} = setUp();
  agent.invite('sip:bob@example.org', {connection, iceGatheringTimeout: 0}, events);
  agent.stop();
  engine.lastSession.end();
  expect(events.events).toEqual([]);
});
