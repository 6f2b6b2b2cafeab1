import {afterEach, describe, expect, it, vi} from 'vitest';
import {gateway} from './gateway-credentials.js';

const answer = {
  servers: ['wss://pbx.example/ws'],
  aor: 'sip:m7@pbx.example',
  authUser: 'm7',
  password: 'short-lived',
  expiresAt: '2030-01-01T00:00:00Z',
  canCall: true,
  canBeCalled: true,
};

/** A gateway that answers so; tells what it was asked. */
function answering(body: unknown, status = 200) {
  const asked = vi.fn<typeof fetch>(async () => new Response(JSON.stringify(body), {status}));
  vi.stubGlobal('fetch', asked);
  return asked;
}

afterEach(() => void vi.unstubAllGlobals());

describe('gateway', () => {
  const signal = new AbortController().signal;

  it('asks for the credentials of the session whose token it has', async () => {
    const asked = answering(answer);
    const {canCall: _call, canBeCalled: _beCalled, ...credentials} = answer;
    await expect(gateway('https://gw.example/sidetone', {token: 'T'}).get({signal})).resolves.toEqual(
      credentials,
    );
    expect(asked.mock.calls[0]![0]).toBe('https://gw.example/sidetone/v1/me/sip');
    expect(asked.mock.calls[0]![1]).toMatchObject({
      credentials: 'omit',
      headers: {authorization: 'Bearer T'},
    });
  });

  it('sees to what the user may do at a server that knows nothing of it, and leaves it to Asterisk otherwise', async () => {
    const signal = new AbortController().signal;
    const elsewhere = {
      ...answer,
      expiresAt: null,
      passwordKind: 'mapping',
      registerExpires: 1800,
      register: false,
    };
    answering({...elsewhere, canBeCalled: false});
    const fetched = await gateway('https://gw.example', {token: 'T'}).get({signal});
    expect(fetched).toMatchObject({
      registerExpires: 1800,
      permissions: {register: false, call: true, beCalled: false},
    });
    expect(fetched).not.toHaveProperty('expiresAt');
    answering({...answer, passwordKind: 'short-lived', register: false});
    expect(await gateway('https://gw.example', {token: 'T'}).get({signal})).not.toHaveProperty('permissions');
  });

  it('asks for a fresh token each time', async () => {
    const asked = answering(answer);
    let count = 0;
    const provider = gateway('https://gw.example', {token: async () => `T${++count}`});
    await provider.get({signal});
    asked.mockImplementation(async () => new Response(JSON.stringify(answer)));
    await provider.get({signal});
    expect(
      asked.mock.calls.map(([, init]) => (init!.headers as Record<string, string>)['authorization']),
    ).toEqual(['Bearer T1', 'Bearer T2']);
  });

  it('leaves it to the cookie without a token', async () => {
    const asked = answering(answer);
    await gateway('https://gw.example').get({signal});
    expect(asked.mock.calls[0]![1]).toMatchObject({credentials: 'include'});
  });

  it.each([
    [401, /expired/],
    [404, /no SIP user/],
    [500, /answered 500/],
  ])('says what a %i means, without the token', async (status, words) => {
    answering({code: 'x'}, status);
    const failed = gateway('https://gw.example', {token: 'secret-token'}).get({signal});
    await expect(failed).rejects.toMatchObject({
      code: 'credentials-unavailable',
      message: expect.stringMatching(words),
      cause: {status},
    });
    await expect(failed).rejects.not.toThrow(/secret-token/);
  });

  it('names a gateway that is away, one that is none, and an address that is none', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
    await expect(gateway('https://gw.example').get({signal})).rejects.toMatchObject({
      code: 'credentials-unavailable',
    });
    answering({hello: 'world'});
    await expect(gateway('https://gw.example').get({signal})).rejects.toThrow(/not a gateway/);
    expect(() => gateway('gw.example')).toThrow(/gateway: "gw.example"/);
  });
});
