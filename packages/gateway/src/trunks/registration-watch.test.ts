import {parseSip} from '@sidetone/sip';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createLogger} from '../log/logger.js';
import type {CapturedMessage} from '../sip/feed.js';
import {onEachDatabase} from '../testing/databases.js';
import {createTestGateway, testSecrets, type TestGateway} from '../testing/services.js';
import {registrationMark} from './registration-mark.js';
import {RegistrationWatch} from './registration-watch.js';

const heard = (text: string): CapturedMessage => ({
  ...parseSip(text)!,
  source: '192.0.2.1:5060',
  destination: '192.0.2.2:5060',
  time: 0,
});

interface Register {
  mark: string;
  cseq?: number;
  expires?: number;
  callId?: string;
  proven?: boolean;
}

const register = ({mark, cseq = 1, expires = 300, callId = 'c', proven = false}: Register) =>
  heard(
    [
      'REGISTER sip:provider.example SIP/2.0',
      'To: <sip:udo@provider.example>',
      `Contact: <sip:udo@192.0.2.1>${mark && `;${mark}`}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} REGISTER`,
      `Expires: ${expires}`,
      ...(proven ? ['Authorization: Digest username="udo"'] : []),
      '',
      '',
    ].join('\r\n'),
  );

const answer = (status: string, {cseq = 1, callId = 'c'} = {}) =>
  heard(
    [
      `SIP/2.0 ${status}`,
      'To: <sip:udo@provider.example>',
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} REGISTER`,
      '',
      '',
    ].join('\r\n'),
  );

onEachDatabase((database) => {
  let gateway: TestGateway;
  let log: string;
  let watch: RegistrationWatch;
  let mark: string;

  beforeEach(async () => {
    gateway = await createTestGateway(database());
    log = '';
    watch = new RegistrationWatch({
      queries: database().queries,
      secret: testSecrets.realtime,
      log: createLogger('info', {write: (line) => void (log += line)}),
    });
    const {trunks} = gateway.services;
    mark = registrationMark(
      await trunks.add('acme', {domain: 'provider.example', username: 'udo'}, 'operator'),
      testSecrets.realtime,
    );
  });
  afterEach(async () => {
    vi.useRealTimers();
    await watch.close();
    await gateway.close();
  });

  /** What is known once everything that was heard is kept. */
  async function states() {
    await watch.close();
    return (await gateway.services.trunks.get('acme')).state;
  }
  const hear = (...messages: CapturedMessage[]) => messages.forEach((message) => watch.hear(message, 'one'));

  test('a challenge, and then the provider says yes', async () => {
    hear(register({mark}), answer('401 Unauthorized'));
    expect(await states()).toMatchObject({
      available: false,
      registrations: [{asteriskId: 'one', state: 'registering'}],
    });
    hear(register({mark, cseq: 2, proven: true}), answer('200 OK', {cseq: 2}));
    expect(await states()).toMatchObject({
      available: true,
      registrations: [{asteriskId: 'one', state: 'registered', code: 200, message: 'OK'}],
    });
  });

  test('a refusal is told once, not at each try', async () => {
    for (const cseq of [1, 3]) {
      hear(register({mark, cseq}), answer('401 Unauthorized', {cseq}));
      hear(register({mark, cseq: cseq + 1, proven: true}), answer('403 Forbidden', {cseq: cseq + 1}));
    }
    expect(await states()).toMatchObject({available: false, registrations: [{state: 'refused', code: 403}]});
    expect(log.match(/a trunk is not registered/g)).toHaveLength(1);
  });

  test('nobody else’s REGISTER says anything of a trunk', async () => {
    hear(register({mark}), answer('200 OK'));
    const forged = mark.replace(/.{4}$/, 'AAAA');
    for (const [index, one] of ['', forged].entries()) {
      const callId = `other-${index}`;
      hear(register({mark: one, callId, proven: true}), answer('403 Forbidden', {callId}));
    }
    hear(answer('403 Forbidden', {callId: 'never-asked'}));
    expect(await states()).toMatchObject({available: true, registrations: [{state: 'registered'}]});
  });

  test('what is heard of the trunk as it was before a change is no news', async () => {
    hear(register({mark}), answer('200 OK'));
    await states();
    await gateway.services.trunks.change('acme', {password: 'new'}, 'operator');
    hear(register({mark, cseq: 2, expires: 0}), answer('200 OK', {cseq: 2}));
    hear(register({mark, cseq: 3, proven: true}), answer('403 Forbidden', {cseq: 3}));
    expect(await states()).toMatchObject({registrations: []});
    await gateway.services.trunks.remove('acme', 'operator');
    hear(register({mark, cseq: 4}), answer('200 OK', {cseq: 4}));
    await watch.close();
    expect(log).not.toContain('could not be kept');
  });

  test('an Asterisk that leaves says nothing any more', async () => {
    hear(register({mark}), answer('200 OK'));
    watch.hear(register({mark}), 'two');
    watch.hear(answer('200 OK'), 'two');
    hear(register({mark, cseq: 2, expires: 0}), answer('200 OK', {cseq: 2}));
    expect((await states()).registrations).toMatchObject([{asteriskId: 'two', state: 'registered'}]);
  });

  test('no answer: nobody is there', async () => {
    vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
    hear(register({mark}));
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    expect(await states()).toMatchObject({
      available: false,
      registrations: [{state: 'unreachable', message: 'No answer'}],
    });
  });

  test('an answer that comes late, as it may by TCP, is one', async () => {
    vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
    hear(register({mark}));
    vi.advanceTimersByTime(9000);
    hear(answer('200 OK'));
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    expect(await states()).toMatchObject({available: true, registrations: [{state: 'registered'}]});
  });

  test('a request that is sent again is the same one: nobody is there after as long', async () => {
    vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
    hear(register({mark}));
    for (let count = 0; count < 3; count++) {
      vi.advanceTimersByTime(4000);
      hear(register({mark}));
    }
    vi.useRealTimers();
    expect(await states()).toMatchObject({registrations: [{state: 'unreachable'}]});
  });

  test.each(['', '100 Trying'])('no answer is awaited for ever: %s', async (provisional) => {
    vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
    hear(register({mark}));
    if (provisional) hear(answer(provisional));
    vi.advanceTimersByTime(60_000);
    hear(answer('200 OK'));
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
    expect(await states()).toMatchObject({available: false});
  });

  test('news that nobody renews is forgotten', async () => {
    hear(register({mark}), answer('404 Not Found'));
    expect((await states()).available).toBe(false);
    gateway.setClock(Date.now() + 400_000);
    expect(await states()).toMatchObject({available: true, registrations: []});
  });
});
