import {createHmac} from 'node:crypto';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {calls, nextcloudCalls} from '../database/schema.js';
import {onEachDatabase} from '../testing/databases.js';
import {FakeNextcloud, nextcloudSecrets, participant, talkRequest} from '../testing/nextcloud.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';

const number = '+41446681820';
const options = {attendeeId: 7, actorType: 'phones', actorId: 'a phone of Talk'};
const dialout = (dialled: object = {}) => ({type: 'dialout', dialout: {number, options, ...dialled}});

interface Answer {
  type: string;
  dialout: {callid?: string; error?: {code: string; message: string; details?: object}};
}

onEachDatabase((database) => {
  let nextcloud: FakeNextcloud;
  let gateway: TestGateway;
  beforeEach(async () => {
    nextcloud = await FakeNextcloud.start();
    gateway = await createTestGateway(database(), {
      ...nextcloud.settings,
      DIAL_OUT_ENDPOINT: 'trunk',
    });
  });
  afterEach(async () => {
    await gateway.close();
    await gateway.services.nextcloud.talk?.close();
    await nextcloud.stop();
  });

  async function ask(body: unknown, request: Partial<Parameters<typeof talkRequest>[0]> = {}) {
    const answer = await gateway.app.inject(talkRequest({url: '/api/v1/room/abcd2345', body, ...request}));
    return {status: answer.statusCode, body: answer.json<Answer>()};
  }
  const called = () => database().queries.select().from(calls);
  /** Nothing is dialled but what stands there. */
  const expectNothing = async () => {
    expect(await called()).toEqual([]);
    expect(await database().queries.select().from(nextcloudCalls)).toEqual([]);
  };
  const refusal = async (...request: Parameters<typeof ask>) => {
    const {status, body} = await ask(...request);
    await expectNothing();
    expect(body).toEqual({
      type: 'dialout',
      dialout: {
        error: {
          code: expect.any(String) as unknown,
          message: expect.any(String) as unknown,
          ...(body.dialout.error?.details && {details: expect.any(Object) as unknown}),
        },
      },
    });
    return [status, body.dialout.error?.code];
  };

  test('a call that Talk allows is placed, and Talk gets its id', async () => {
    const {status, body} = await ask(dialout());
    expect(status).toBe(200);
    const [call, ...others] = await called();
    expect(body).toEqual({type: 'dialout', dialout: {callid: call?.id}});
    expect(others).toEqual([]);
    expect(call).toMatchObject({
      direction: 'outbound',
      called: number,
      room: 'abcd2345',
      application: 'talk',
      status: 'accepted',
    });
    const [question] = nextcloud.requests;
    expect(question).toMatchObject({
      method: 'POST',
      url: '/ocs/v2.php/apps/spreed/api/v4/room/abcd2345/verify-dialout',
      body: {number, options},
      headers: {'ocs-apirequest': 'true', 'content-type': 'application/json'},
    });
    const {headers} = question!;
    const sign = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex');
    const random = headers['talk-sipbridge-random'] as string;
    expect(random.length).toBeGreaterThanOrEqual(32);
    expect(headers['talk-sipbridge-checksum']).toBe(sign(nextcloudSecrets.sip, `${random}abcd2345`));
    expect(headers['spreed-signaling-random']).toBe(random);
    const signed = random + JSON.stringify({number, options});
    expect(headers['spreed-signaling-checksum']).toBe(sign(nextcloudSecrets.signaling, signed));
  });

  test('one number, several times at once: each is a call', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => ask(dialout())));
    const ids = answers.map(({body}) => body.dialout.callid);
    expect(new Set(ids).size).toBe(3);
    expect(new Set((await called()).map(({id}) => id))).toEqual(new Set(ids));
  });

  test('the participant whom Talk names is who the room reads, and a user’s call is theirs', async () => {
    const nameOf = async (actor: object, more: object) => {
      nextcloud.answer = (_request, response) =>
        response.end(JSON.stringify(participant(nextcloud.requests.at(-1)!.body, more)));
      const {body} = await ask(dialout({options: actor}));
      const call = (await called()).find(({id}) => id === body.dialout.callid);
      return [call?.name, call?.owner, call?.endsWithOwner];
    };
    const user = {actorType: 'users', actorId: 'anna'};
    expect(await nameOf(options, {displayName: 'Reception'})).toEqual(['Reception', null, false]);
    expect(await nameOf(user, {displayName: 'Anna'})).toEqual(['Anna', 'anna', true]);
    // The conversation's name, and none.
    const conversation = {token: 'abcd2345', displayName: 'Planning'};
    expect((await nameOf(user, conversation))[0]).toBe('+41 44 668 •• ••');
  });

  test('numbers that are none, or not E.164', async () => {
    for (const missing of [undefined, ''])
      expect(await refusal(dialout({number: missing}))).toEqual([400, 'number_missing']);
    const wrong = [
      ...['0446681820', '+', '+1', '+41 44 668 18 20', '+4144668', 'sip:bob@example.org', 'tel:+41446681820'],
      ...['+41446681820;x=1', '+41446681820\n', 41446681820],
    ];
    for (const one of wrong)
      expect([one, ...(await refusal(dialout({number: one})))]).toEqual([one, 400, 'invalid_number']);
    expect(nextcloud.requests).toEqual([]);
  });

  test('what is no dial-out', async () => {
    const others = ['{"type":"dialout"', '[]', {type: 'invite', invite: {}}, {type: 'dialout'}];
    for (const body of [...others, dialout({options: 'all'})])
      expect([body, ...(await refusal(body))]).toEqual([body, 400, 'invalid_request']);
  });

  test('a conversation that cannot be a room', async () => {
    const url = `/api/v1/room/${'x'.repeat(201)}`;
    expect(await refusal(dialout(), {url})).toEqual([400, 'invalid_roomid']);
  });

  test('where no number can be called', async () => {
    await gateway.close();
    gateway = await createTestGateway(database(), nextcloud.settings);
    expect(await refusal(dialout())).toEqual([404, 'no_client_available']);
    await gateway.close();
    gateway = await createTestGateway(database(), {
      ...nextcloud.settings,
      DIAL_OUT_ENDPOINT: 'trunk',
      ASTERISK: '[]',
    });
    expect(await refusal(dialout())).toEqual([404, 'no_client_available']);
    expect(await gateway.services.rooms.list()).toMatchObject([{name: 'abcd2345'}]);
  });

  describe('whoever is not Talk', () => {
    test('has no secret, or half a signature', async () => {
      const checksum = 'spreed-signaling-checksum';
      const requests = [
        {secret: 'another secret of somebody'},
        {headers: {[checksum]: ''}},
        {headers: {[checksum]: '00'}},
        {random: 'short'},
        {headers: {'spreed-signaling-backend': 'https://other.example.org'}},
      ];
      for (const request of requests)
        expect(await refusal(dialout(), request)).toEqual([403, 'authentication_failed']);
      expect(nextcloud.requests).toEqual([]);
    });

    test('has overheard a request, and changes it or sends it again', async () => {
      const request = talkRequest({url: '/api/v1/room/abcd2345', body: dialout()});
      const send = async (changed: object = {}) => {
        const answer = await gateway.app.inject({...request, ...changed});
        return [answer.statusCode, answer.json<Answer>().dialout.error?.code];
      };
      const payload = request.payload.replace(number, '+41446681821');
      expect(await send({payload})).toEqual([403, 'authentication_failed']);
      // The same to a parser, and not to the byte.
      expect(await send({payload: `${request.payload} `})).toEqual([403, 'authentication_failed']);
      expect(await send()).toEqual([200, undefined]);
      expect(await send()).toEqual([403, 'request_replayed']);
      expect(await send({url: '/api/v1/room/other'})).toEqual([403, 'request_replayed']);
      await gateway.services.nextcloud.requests.forget();
      expect(await send()).toEqual([403, 'request_replayed']);
      expect(await called()).toHaveLength(1);
    });

    test('Talk itself, by the address that the settings say', async () => {
      const headers = {'spreed-signaling-backend': `${nextcloud.url}/`};
      expect((await ask(dialout(), {headers})).status).toBe(200);
    });

    test('no Nextcloud is configured', async () => {
      await gateway.close();
      gateway = await createTestGateway(database());
      expect(await refusal(dialout())).toEqual([503, 'not_configured']);
    });
  });

  test('nothing is dialled unless Talk says yes', async () => {
    const says =
      (text: string, status = 200, headers = {}): FakeNextcloud['answer'] =>
      (_request, response) =>
        response.writeHead(status, headers).end(text);
    const yes = (more: object = {}) => JSON.stringify(participant({options}, more));
    const refused = [403, 'dialout_refused'];
    const unknown = [502, 'permission_unknown'];
    const cases: [string, FakeNextcloud['answer'], unknown[]][] = [
      ['404', says('{}', 404), refused],
      ['401', says(yes(), 401), refused],
      ['another actor', says(yes({actorId: 'other'})), refused],
      ['another attendee', says(yes({attendeeId: 8})), refused],
      ['another conversation', says(yes({token: 'other'})), refused],
      ['500', says(yes(), 500), unknown],
      ['garbage', says('<html>yes</html>'), unknown],
      ['nothing', says(''), unknown],
      ['nobody', says('{"ocs":{"meta":{"statuscode":200},"data":null}}'), unknown],
      ['no, in the body', says(yes().replace('200', '404')), unknown],
      ['a redirect', says(yes(), 307, {location: '/again'}), unknown],
      ['an answer without end', says(yes({displayName: 'x'.repeat(100_000)})), unknown],
      ['a broken connection', (request) => request.socket.destroy(), unknown],
    ];
    for (const [name, answer, outcome] of cases) {
      nextcloud.answer = answer;
      expect([name, ...(await refusal(dialout()))]).toEqual([name, ...outcome]);
    }
    expect(nextcloud.requests).toHaveLength(cases.length);
    expect(await gateway.services.rooms.list()).toEqual([]);
  });

  test('nothing is dialled when Talk does not answer in time', async () => {
    await gateway.close();
    await gateway.services.nextcloud.talk?.close();
    gateway = await createTestGateway(database(), {
      ...nextcloud.settings,
      NEXTCLOUD_TIMEOUT: '500 ms',
      DIAL_OUT_ENDPOINT: 'trunk',
    });
    nextcloud.answer = () => undefined;
    expect(await refusal(dialout())).toEqual([502, 'permission_unknown']);
  });

  test('no secret and no whole number is in the log', async () => {
    await ask(dialout());
    await ask(dialout(), {secret: 'another secret of somebody'});
    for (const secret of [...Object.values(nextcloudSecrets), number])
      expect(gateway.logged()).not.toContain(secret);
    expect(gateway.logged()).toContain('a dial-out was refused');
  });
});
