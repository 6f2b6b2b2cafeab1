import {createHash} from 'node:crypto';
import {decodeJwt} from 'jose';
import {sql} from 'drizzle-orm';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {onEachDatabase} from '../testing/databases.js';
import {livekitWebhook, startRoomServer} from '../testing/livekit.js';
import {webhookEvents} from '../database/schema.js';
import {questionBody} from '../realtime/question.js';
import {createTestGateway, testSecrets, testSettings, type TestGateway} from '../testing/services.js';

onEachDatabase((database) => {
  let gateway: TestGateway | undefined;
  afterEach(() => gateway?.close());

  async function setUp(settings?: Record<string, string>) {
    gateway = await createTestGateway(database(), settings);
    const {app} = gateway;
    const get = (url: string, authorization?: string, headers: Record<string, string> = {}) =>
      app.inject({url, headers: {...headers, ...(authorization && {authorization})}});
    const post = (
      url: string,
      payload: object | string,
      authorization?: string,
      headers: Record<string, string> = {},
    ) =>
      app.inject({
        url,
        method: 'POST',
        payload,
        headers: {...headers, ...(authorization && {authorization})},
      });
    const trail = async () => {
      const {rows} = (await database().queries.execute(
        sql`select actor, action, subject from audit_trail order by id`,
      )) as {rows: {actor: string; action: string; subject: string}[]};
      return rows.map(({actor, action, subject}) => `${actor} ${action} ${subject}`);
    };
    return {...gateway, get, post, trail};
  }

  const alice = {sipUser: 'alice', sipPassword: 'wonderland', sipHost: 'sip.example.org', userId: '434'};

  describe('POST /v1/sessions', () => {
    test('gives an application a token that lets its user in', async () => {
      const {post, get, application, services, trail} = await setUp();
      await services.mappings.add(alice, 'operator');
      const session = {userId: '434', name: 'Alice', rooms: ['standup'], canDialOut: true};
      const answer = await post('/v1/sessions', session, await application());
      expect(answer.statusCode).toBe(201);
      const {token, expiresAt} = answer.json<{token: string; expiresAt: string}>();
      expect(decodeJwt(token)).toMatchObject({sub: '434', name: 'Alice', rooms: ['standup'], dial: true});
      expect(Date.parse(expiresAt)).toBe(decodeJwt(token).exp! * 1000);
      expect((await get('/v1/me/sip', `Bearer ${token}`)).statusCode).toBe(200);
      expect(await trail()).toContain('application:app session.issue browser:434');
    });

    test('lets autocreate make the user reachable', async () => {
      const {post, application, services} = await setUp({
        MODULES_SIP_AUTOCREATE_ON: 'true',
        MODULES_SIP_AUTOCREATE_USER_PREFIX: 'dialog',
      });
      await post('/v1/sessions', {userId: '434'}, await application());
      const filter = {field: 'id', operator: '=', value: 'dialog434@sip.example.org'} as const;
      expect(await services.realtime.find('ps_aors', [filter])).toHaveLength(1);
    });

    test.each([
      [{}, 'userId'],
      [{userId: ''}, 'userId'],
      [{userId: 434}, 'userId'],
      [{userId: '434', rooms: 'standup'}, 'rooms'],
      [{userId: '434', admin: true}, 'additional'],
    ])('refuses %j', async (body, mentions) => {
      const {post, application} = await setUp();
      const answer = await post('/v1/sessions', body, await application());
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({
        code: 'request-invalid',
        message: expect.stringContaining(mentions) as unknown,
      });
    });
  });

  describe('tokens', () => {
    test.each([
      ['none', () => undefined, 'token-missing'],
      ['nonsense', () => 'Bearer nonsense', 'token-invalid'],
      ['a password', () => 'Basic YTpi', 'token-missing'],
      [
        'another secret',
        (own: TestGateway) => own.application({}, 'another secret of thirty-two bytes'),
        'token-invalid',
      ],
      ['an expired one', (own: TestGateway) => own.application({exp: 1}), 'token-invalid'],
      ['one for somebody else', (own: TestGateway) => own.application({aud: 'other'}), 'token-invalid'],
      [
        'one that lasts for years',
        (own: TestGateway) => own.application({exp: 4_000_000_000}),
        'token-invalid',
      ],
      [
        'a session token that an application signed',
        (own: TestGateway) => own.application({aud: 'sidetone:browser'}),
        'token-invalid',
      ],
    ])('%s', async (_, make, code) => {
      const {post, get, ...own} = await setUp();
      const answer = await post('/v1/rooms', {name: 'standup'}, await make(own));
      expect([answer.statusCode, answer.json<{code: string}>().code]).toEqual([401, code]);
      expect((await get('/v1/me/sip', await make(own))).statusCode).toBe(401);
    });

    test('of a browser do not do what an application may, nor the other way round', async () => {
      const {post, get, browser, application} = await setUp();
      const answer = await post('/v1/sessions', {userId: '1'}, await browser('434'));
      expect([answer.statusCode, answer.json<{code: string}>().code]).toEqual([403, 'forbidden']);
      expect((await get('/v1/me/sip', await application())).statusCode).toBe(403);
    });

    test('of a browser expire', async () => {
      const {get, browser, setClock} = await setUp();
      setClock(0);
      const token = await browser('434');
      setClock(3_601_000);
      expect((await get('/v1/me/sip', token)).json()).toMatchObject({code: 'token-invalid'});
    });
  });

  describe('GET /v1/me/sip', () => {
    test('gives a short-lived password for Asterisk, and never the stored one', async () => {
      const {get, browser, services, trail} = await setUp();
      await services.mappings.add({...alice, canBeCalled: false}, 'operator');
      const answer = await get('/v1/me/sip', await browser('434'));
      const sip = answer.json<{password: string; expiresAt: string}>();
      expect(sip).toEqual({
        servers: ['wss://pbx.example.org/ws'],
        aor: 'sip:alice@sip.example.org',
        authUser: 'alice',
        password: expect.any(String) as unknown,
        expiresAt: expect.any(String) as unknown,
        passwordKind: 'short-lived',
        register: true,
        canCall: true,
        canBeCalled: false,
      });
      expect(sip.password).not.toBe('wonderland');
      expect(Date.parse(sip.expiresAt) - Date.now()).toBeLessThanOrEqual(3_600_000);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(await trail()).toContain('browser:434 credential.issue mapping:alice@sip.example.org');
    });

    test('lets the browser be the SIP user of a WebSocket mapping elsewhere', async () => {
      const {get, browser, services} = await setUp();
      await services.mappings.add(
        {
          ...alice,
          sipHost: 'provider.example',
          sipPort: 8089,
          sipParameters: {transport: 'wss', method: 'GET'},
          sipHeaders: {host: 'edge.provider.example:443', location: '/index'},
        },
        'operator',
      );
      expect((await get('/v1/me/sip', await browser('434'))).json()).toMatchObject({
        servers: ['wss://edge.provider.example/index', 'wss://provider.example:8089/index'],
        aor: 'sip:alice@provider.example',
        password: 'wonderland',
        expiresAt: null,
        passwordKind: 'mapping',
      });
    });

    test('keeps the stored password of a provider to itself', async () => {
      const {get, browser, services} = await setUp();
      await services.mappings.add(
        {...alice, sipHost: 'provider.example', sipParameters: {transport: 'tls'}},
        'operator',
      );
      const answer = await get('/v1/me/sip', await browser('434'));
      expect(answer.json()).toMatchObject({
        servers: ['wss://pbx.example.org/ws'],
        passwordKind: 'short-lived',
      });
      expect(answer.body).not.toContain('wonderland');
    });

    test('is for the own mapping only', async () => {
      const {get, browser, services} = await setUp();
      await services.mappings.add(alice, 'operator');
      const answer = await get('/v1/me/sip?aor=sip:alice@sip.example.org', await browser('435'));
      expect([answer.statusCode, answer.json<{code: string}>().code]).toEqual([404, 'mapping-missing']);
    });
  });

  describe('rooms', () => {
    test('are made once by an application, with numbers and a PIN for those who may enter', async () => {
      const {post, get, application, browser} = await setUp({
        ROOM_TELEPHONY_LANGUAGES: '{"+41 44 668 18 00": ["fr", "it"]}',
      });
      const first = await post('/v1/rooms', {name: 'stand up/é', language: 'de'}, await application());
      expect(first.statusCode).toBe(400);
      const made = await post('/v1/rooms', {name: 'stand up é', language: 'de'}, await application());
      expect([made.statusCode, made.json()]).toMatchObject([
        201,
        {name: 'stand up é', status: 'waiting', language: 'de'},
      ]);
      expect((await post('/v1/rooms', {name: 'stand up é'}, await application())).statusCode).toBe(200);
      const path = `/v1/rooms/${encodeURIComponent('stand up é')}`;
      const guest = await browser('434', {rooms: ['stand up é']});
      expect((await get(path, guest)).json()).toMatchObject({name: 'stand up é', language: 'de'});
      const dialIn = (await get(`${path}/dial-in`, guest)).json<{pin: string}>();
      expect(dialIn).toMatchObject({
        pin: expect.stringMatching(/^\d{10}$/) as unknown,
        language: 'de',
        languages: ['fr', 'it', 'en'],
        numbers: [
          {
            e164: '+41446681800',
            national: '044 668 18 00',
            international: '+41 44 668 18 00',
            languages: ['fr', 'it'],
          },
          {
            e164: '+12125550100',
            country: 'US',
            tel: `tel:+12125550100,,${dialIn.pin}#`,
            languages: ['en'],
          },
        ],
      });
    });

    test.each(['', '/dial-in', '/token'])(
      'are closed to other users: GET /v1/rooms/:name%s',
      async (path) => {
        const {get, browser, services} = await setUp();
        await services.rooms.create('standup', {language: 'en'}, 'operator');
        for (const rooms of [undefined, ['other']]) {
          const token = await browser('434', {...(rooms && {rooms})});
          expect((await get(`/v1/rooms/standup${path}`, token)).json()).toMatchObject({code: 'forbidden'});
        }
        expect((await get(`/v1/rooms/standup${path}`, await browser('434', {rooms: ['*']}))).statusCode).toBe(
          200,
        );
        const unknown = await get(`/v1/rooms/nobody${path}`, await browser('434', {rooms: ['nobody']}));
        expect([unknown.statusCode, unknown.json<{code: string}>().code]).toEqual([404, 'room-unknown']);
      },
    );

    test('have no dial-in where telephony is off', async () => {
      const {get, application, services} = await setUp({ROOM_TELEPHONY_ENABLED: 'false'});
      await services.rooms.create('standup', {language: 'en'}, 'operator');
      expect((await get('/v1/rooms/standup/dial-in', await application())).json()).toMatchObject({
        code: 'telephony-off',
      });
    });

    test('give a LiveKit token for the one user and the one room', async () => {
      const {get, browser, services} = await setUp();
      await services.rooms.create('standup', {language: 'en'}, 'operator');
      const answer = await get(
        '/v1/rooms/standup/token',
        await browser('434', {rooms: ['standup'], name: 'Alice'}),
      );
      const {url, token} = answer.json<{url: string; token: string}>();
      expect(url).toBe(testSettings['LIVEKIT_URL']);
      expect(decodeJwt(token)).toMatchObject({
        sub: '434',
        name: 'Alice',
        iss: testSecrets.livekit.key,
        video: {roomJoin: true, room: 'standup'},
      });
    });

    test('give none for a full room, but to who is in it; a LiveKit that does not answer is no reason to refuse', async () => {
      const participants = [{identity: '434'}, {identity: '435'}];
      const livekit = await startRoomServer({name: 'standup', maxParticipants: 2, participants});
      const {get, browser, services} = await setUp({LIVEKIT_API_URL: livekit.url});
      await services.rooms.create('standup', {language: 'en'}, 'operator');
      const asked = async (user: string) =>
        get('/v1/rooms/standup/token', await browser(user, {rooms: ['standup']}));
      const refused = await asked('436');
      expect(refused.statusCode).toBe(409);
      expect(refused.json()).toEqual({code: 'room-full', message: 'The room is full. (standup)'});
      expect((await asked('434')).statusCode).toBe(200);
      await livekit.close();
      expect((await asked('436')).statusCode).toBe(200);
    });
  });

  describe('POST /livekit/webhook', () => {
    test('opens and closes a room', async () => {
      const {app, services} = await setUp();
      await services.rooms.create('standup', {language: 'en'}, 'operator');
      expect((await app.inject(await livekitWebhook())).statusCode).toBe(200);
      expect((await services.rooms.get('standup')).status).toBe('open');
      expect((await app.inject(await livekitWebhook({event: 'room_finished'}))).statusCode).toBe(200);
      expect((await services.rooms.get('standup')).status).toBe('closed');
    });

    test('refuses what LiveKit has not signed, what is old and what it has seen', async () => {
      const {app, services} = await setUp();
      await services.rooms.create('standup', {language: 'en'}, 'operator');
      const refusal = async (request: Awaited<ReturnType<typeof livekitWebhook>>) => {
        const answer = await app.inject(request);
        return [answer.statusCode, answer.json<{code: string}>().code];
      };
      const good = await livekitWebhook();
      expect(await refusal(await livekitWebhook({secret: 'x'.repeat(32)}))).toEqual([
        401,
        'webhook-unsigned',
      ]);
      expect(await refusal({...good, payload: good.payload.replace('RM_1', 'RM_2')})).toEqual([
        401,
        'webhook-unsigned',
      ]);
      const old = Math.floor(Date.now() / 1000) - 301;
      expect(await refusal(await livekitWebhook({createdAt: old}))).toEqual([401, 'webhook-stale']);
      expect((await services.rooms.get('standup')).status).toBe('waiting');
      expect((await app.inject(good)).statusCode).toBe(200);
      expect(await refusal(good)).toEqual([409, 'webhook-replayed']);
    });

    test('is told of everything that happens in rooms, which is more often than others may ask', async () => {
      const {app} = await setUp({RATE_LIMIT_MAX: '3'});
      const strange = {secret: 'x'.repeat(32)};
      for (let count = 0; count < 6; count++)
        expect((await app.inject(await livekitWebhook({event: 'track_published'}))).statusCode).toBe(200);
      for (let count = 0; count < 3; count++) await app.inject(await livekitWebhook(strange));
      expect((await app.inject(await livekitWebhook(strange))).statusCode).toBe(429);
    });

    test('goes on with what a gateway that died had only begun', async () => {
      const {app, services} = await setUp();
      await services.rooms.create('standup', {language: 'en'}, 'operator');
      const started = await livekitWebhook();
      const {id} = JSON.parse(started.payload) as {id: string};
      await services.database.queries.insert(webhookEvents).values({id});
      expect((await app.inject(started)).statusCode).toBe(200);
      expect((await services.rooms.get('standup')).status).toBe('open');
    });
  });

  describe('POST /realtime', () => {
    const basic = (password: string) => `Basic ${Buffer.from(`one:${password}`).toString('base64')}`;
    const form = {'content-type': 'application/x-www-form-urlencoded'};

    async function setUpRealtime(settings: Record<string, string> = {}) {
      const own = await setUp({ASTERISK_ENDPOINT_FIELDS: '{"media_address": "127.0.0.1"}', ...settings});
      await own.services.mappings.add(alice, 'operator');
      const provider = {...alice, sipUser: 'bob', sipHost: 'provider.example', sipPort: 5061, userId: '435'};
      await own.services.mappings.add({...provider, sipParameters: {transport: 'tls'}}, 'operator');
      const browserOnly = {...alice, sipUser: 'carol', sipHost: 'elsewhere.example', userId: '436'};
      await own.services.mappings.add({...browserOnly, sipParameters: {transport: 'wss'}}, 'operator');
      const ask = async (path: string, body: string) => {
        const answer = await own.post(`/realtime/${path}`, body, basic(testSecrets.realtime), form);
        expect(answer.statusCode).toBe(200);
        return answer.body.split('\n').map((line) => Object.fromEntries(new URLSearchParams(line)));
      };
      return {...own, ask};
    }

    test('says who may register, by an expiring digest', async () => {
      const {ask, get, browser} = await setUpRealtime();
      const {password} = (await get('/v1/me/sip', await browser('434'))).json<{password: string}>();
      const [endpoint] = await ask('ps_endpoints/single', 'id=alice%40sip.example.org');
      expect(endpoint).toMatchObject({
        id: 'alice@sip.example.org',
        context: 'sidetone-users',
        aors: 'alice@sip.example.org',
        webrtc: 'yes',
        media_address: '127.0.0.1',
      });
      const auths = await Promise.all(
        endpoint!
          ['auth']!.split(',')
          .map(async (id) => (await ask('ps_auths/single', `id=${encodeURIComponent(id)}`))[0]),
      );
      const digest = createHash('md5').update(`alice:sip.example.org:${password}`).digest('hex');
      expect(auths.map((auth) => auth?.['md5_cred'])).toContain(digest);
      expect(JSON.stringify(auths)).not.toContain('wonderland');
      expect(await ask('ps_aors/single', 'id=alice%40sip.example.org')).toMatchObject([{max_contacts: '1'}]);
    });

    test('faces the provider of a mapping with the stored password', async () => {
      const {ask} = await setUpRealtime();
      const id = encodeURIComponent('bob@provider.example~provider');
      expect(await ask('ps_auths/single', `id=${id}`)).toMatchObject([
        {username: 'bob', password: 'wonderland'},
      ]);
      expect(await ask('ps_endpoints/single', `id=${id}`)).toMatchObject([
        {outbound_auth: 'bob@provider.example~provider'},
      ]);
    });

    test('has a change of a permission at the next look-up', async () => {
      const {ask} = await setUpRealtime();
      const user = () => ask('sidetone_users/single', 'id=alice%40sip.example.org');
      expect(await user()).toMatchObject([{can_call: 'yes', can_be_called: 'yes', register: 'yes'}]);
      await database().queries.execute(
        sql`update sip_user_mappings set can_call = false, can_be_called = false, register = false where sip_user = 'alice'`,
      );
      expect(await user()).toMatchObject([{can_call: 'no', can_be_called: 'no', register: 'no'}]);
      const [endpoint] = await ask('ps_endpoints/single', 'id=alice%40sip.example.org');
      expect(endpoint).toMatchObject({context: 'sidetone-no-calls'});
      expect(endpoint).not.toHaveProperty('aors');
    });

    test('finds nobody it does not know, nor who registers elsewhere', async () => {
      const {ask} = await setUpRealtime();
      expect(await ask('ps_endpoints/single', 'id=mallory')).toEqual([{}]);
      expect(await ask('ps_endpoints/single', 'id=carol%40elsewhere.example')).toEqual([{}]);
      const all = await ask('ps_endpoints/multi', 'id%20LIKE=%25');
      expect(all.map(({id}) => id)).toEqual([
        'bob@provider.example',
        'bob@provider.example~provider',
        'alice@sip.example.org',
      ]);
    });

    test('answers the body that Asterisk makes of its configuration', async () => {
      const {post, logged} = await setUpRealtime();
      const question = (secret: string, ask: string) =>
        post('/realtime/ps_endpoints', `${questionBody('one', secret)}${ask}`, undefined, form);
      const one = await question(
        testSecrets.realtime,
        '/single,id=alice%40sip.example.org&context=sidetone-users',
      );
      expect(one.statusCode).toBe(200);
      expect(new URLSearchParams(one.body).get('id')).toBe('alice@sip.example.org');
      const all = await question(testSecrets.realtime, '/multi,id%20LIKE=alice%25');
      expect(new URLSearchParams(all.body).get('id')).toBe('alice@sip.example.org');
      expect((await question(testSecrets.realtime, '/single,id=nobody')).body).toBe('');
      for (const refused of [question('wrong', '/multi,id%20LIKE=%25'), question(testSecrets.realtime, '')])
        expect((await refused).json()).toMatchObject({code: 'token-invalid'});
      expect(logged()).not.toContain(testSecrets.realtime);
    });

    test('is asked as often as calls need, and lets nobody guess the secret for long', async () => {
      const {post} = await setUpRealtime({RATE_LIMIT_MAX: '3'});
      const ask = async (secret: string) =>
        (await post('/realtime/ps_aors', `${questionBody('one', secret)}/single,id=x`, undefined, form))
          .statusCode;
      for (let count = 0; count < 5; count++) expect(await ask(testSecrets.realtime)).toBe(200);
      const guesses: number[] = [];
      for (let count = 0; count < 4; count++) guesses.push(await ask('a guess'));
      expect(guesses).toEqual([401, 401, 401, 429]);
      expect(await ask(testSecrets.realtime)).toBe(200);
    });

    test('logs what fails, and no look-up besides', async () => {
      const {post, ask, services, logged} = await setUpRealtime();
      const before = logged();
      const news = () => logged().slice(before.length);
      await ask('ps_aors/single', 'id=nobody');
      expect(news()).toBe('');
      const wrong = 'not the secret of Asterisk';
      const asked = `${questionBody('one', wrong)}/single,id=x`;
      const refused = [
        await post('/realtime/ps_aors', asked, undefined, form),
        await post('/realtime/ps_aors/single', 'id=x', basic(wrong), form),
      ];
      expect(refused.map(({statusCode}) => statusCode)).toEqual([401, 401]);
      expect(news().match(/"level":"warn".*REALTIME_SECRET/g)).toHaveLength(2);
      expect(news()).not.toContain(wrong);
      vi.spyOn(services.realtime, 'find').mockRejectedValue(new Error('no such key'));
      const failed = await post('/realtime/ps_aors/single', 'id=x', basic(testSecrets.realtime), form);
      expect(failed.statusCode).toBe(500);
      expect(news()).toMatch(/"level":"error".*no such key/);
    });

    test('names the present side of a provider anew when its password changes, and keeps the rows apart', async () => {
      const {ask} = await setUpRealtime();
      const provider = async () =>
        (await ask('sidetone_users/single', 'id=bob%40provider.example'))[0]?.['provider'] ?? '';
      const auth = (id: string) => ask('ps_auths/single', `id=${encodeURIComponent(id)}`);
      const before = await provider();
      expect(before).toMatch(/^bob@provider\.example~provider-[0-9a-f]{8}$/);
      expect(await auth(before)).toMatchObject([{id: before, password: 'wonderland'}]);
      await database().queries.execute(
        sql`update sip_user_mappings set sip_password = 'changed' where sip_user = 'bob'`,
      );
      const after = await provider();
      expect(after).not.toBe(before);
      expect(await auth(after)).toMatchObject([{id: after, password: 'changed'}]);
      expect(await auth(before)).toEqual([{}]);
      await database().queries.execute(
        sql`update sip_user_mappings set can_call = false where sip_user = 'bob'`,
      );
      expect(await provider()).toBe(after);
    });

    test('tells the dialplan of everybody, so that silence means that nobody can say', async () => {
      const {ask, services} = await setUpRealtime();
      const user = async (id: string) =>
        (await ask('sidetone_users/single', `id=${encodeURIComponent(id)}`))[0];
      expect(await user('alice@sip.example.org')).toMatchObject({reach: 'yes', provider: 'none'});
      await database().queries.execute(sql`update sip_user_mappings set register = false`);
      expect(await user('alice@sip.example.org')).toMatchObject({reach: 'away'});
      expect(await user('bob@provider.example')).toMatchObject({reach: 'yes'});
      expect(await user('mallory@sip.example.org')).toMatchObject({can_call: 'unknown', reach: 'unknown'});
      expect(await services.realtime.find('sidetone_users', [])).toHaveLength(2);
    });

    test('is for Asterisk only', async () => {
      const {post, application} = await setUpRealtime();
      for (const authorization of [undefined, basic('wrong'), await application()]) {
        const answer = await post('/realtime/ps_auths/multi', 'id%20LIKE=%25', authorization, form);
        expect(answer.statusCode).toBe(401);
        expect(answer.body).not.toContain('wonderland');
      }
    });
  });

  test('secrets are in no log line and no audit row', async () => {
    const {app, post, get, application, browser, services, logged} = await setUp();
    await services.mappings.add(alice, 'operator');
    await database().queries
      .execute(sql`insert into sip_user_mappings (sip_user, sip_password, sip_host, peer_id)
      values ('hand', 'written by hand', 'sip.example.org', 437)`);
    await post('/v1/rooms', {name: 'standup'}, await application());
    const token = await browser('434', {rooms: ['standup']});
    const {password} = (await get('/v1/me/sip', token)).json<{password: string}>();
    const {pin} = (await get('/v1/rooms/standup/dial-in', token)).json<{pin: string}>();
    const livekit = (await get('/v1/rooms/standup/token?secret=in-a-query', token)).json<{token: string}>();
    await services.pins.resolve(pin, {caller: '+41446681899', trunk: 'provider', callId: 'one'});
    await get('/v1/me/sip', 'Bearer a-broken-token');
    await app.inject(await livekitWebhook({secret: 'x'.repeat(32)}));
    await services.mappings.sealAll();
    const {rows} = (await database().queries.execute(sql`select * from audit_trail`)) as {rows: unknown[]};
    const everything = logged() + JSON.stringify(rows);
    const secrets = [
      ...['wonderland', 'written by hand', 'a-broken-token', 'in-a-query', '446681899'],
      ...[password, pin, livekit.token, token.slice(7)],
      ...Object.values(testSecrets).map((secret) => (typeof secret === 'string' ? secret : secret.secret)),
    ];
    expect(logged()).toContain('/v1/rooms/:name/dial-in');
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });
});
