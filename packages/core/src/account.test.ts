import {describe, expect, it, vi} from 'vitest';
import type {AccountOptions, CredentialsProvider} from './account-options.js';
import {Account} from './account.js';
import type {WebSocketLike} from './link.js';
import {SidetoneError} from './errors.js';
import {GatewayFailure} from './gateway-client.js';
import {FakeEngine} from './testing/index.js';

class Socket implements WebSocketLike {
  onopen: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  readyState = 1;
  send() {}
  close() {}
}

/** An account whose servers are up, unless named in `down`. */
function setup(options: Partial<AccountOptions> = {}, load = async (made: FakeEngine) => made) {
  const engine = new FakeEngine();
  const down = new Set<string>();
  const sockets: Socket[] = [];
  const account = new Account(
    {server: 'wss://a.example/ws', aor: 'sip:alice@example.org', password: 'secret', ...options},
    {
      engine: () => load(engine),
      product: 'test',
      incoming: () => {
        throw new Error('nobody calls');
      },
      openSocket: (url) => {
        const socket = new Socket();
        sockets.push(socket);
        queueMicrotask(() => (down.has(url) ? socket.onclose : socket.onopen)?.({} as never));
        return socket;
      },
    },
  );
  const reaches = (state: string) =>
    new Promise<void>((resolve) => {
      const check = () => account.registration === state && resolve();
      account.addEventListener('registration', check);
      check();
    });
  return {account, engine, down, sockets, reaches};
}

describe('Account', () => {
  it('says which setting is wrong', () => {
    expect(() => setup({aor: 'alice'})).toThrow(/aor: "alice"/);
    expect(() => setup({server: ''})).toThrow(/server/);
  });

  it('keeps to what its user may do where nobody else would', async () => {
    const permissions = {register: false, call: false, beCalled: false};
    const identity = {aor: 'sip:alice@example.org', authUser: 'alice', password: 'secret'};
    const get = async () => ({
      ...identity,
      servers: ['wss://a.example/ws'],
      registerExpires: 1800,
      permissions,
    });
    const {account, engine} = setup({credentials: {get}});
    await expect(account.register()).rejects.toMatchObject({code: 'permission-missing'});
    expect(account.registration).toBe('failed');
    expect(engine.lastAgent.options.registerExpires).toBe(1800);
    expect(engine.lastAgent.requests).toEqual([]);
    await expect(account.agent()).rejects.toMatchObject({code: 'permission-missing'});
  });

  it('registers with the user of its address', async () => {
    const {account, engine} = setup();
    await account.register();
    expect(account.registration).toBe('registered');
    expect(engine.lastAgent.options).toMatchObject({
      aor: 'sip:alice@example.org',
      authUser: 'alice',
      password: 'secret',
    });
    expect(account.domain).toBe('example.org');
  });

  it('tells a wrong password from a server that is away, and does not try the wrong password again', async () => {
    vi.useFakeTimers();
    const {account, engine, reaches} = setup();
    await account.register();
    engine.lastAgent.manual = true;
    const again = account.register();
    await vi.waitFor(() => expect(engine.lastAgent.requests).toHaveLength(2), 10_000);
    engine.lastAgent.lastRequest.refuse(401, 'Unauthorized');
    await expect(again).rejects.toMatchObject({code: 'credentials-rejected'});
    await reaches('failed');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(engine.lastAgent.requests).toHaveLength(2);
    vi.useRealTimers();
  });

  it('tries again when the server says when', async () => {
    vi.useFakeTimers();
    const {account, engine} = setup();
    await account.register();
    engine.lastAgent.manual = true;
    const again = account.register();
    await vi.waitFor(() => expect(engine.lastAgent.requests).toHaveLength(2), 10_000);
    engine.lastAgent.lastRequest.refuse(503, 'Service Unavailable', 7);
    await expect(again).rejects.toMatchObject({code: 'server-unreachable'});
    await vi.advanceTimersByTimeAsync(6_900);
    expect(engine.lastAgent.requests).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(engine.lastAgent.requests).toHaveLength(3);
    engine.lastAgent.lastRequest.confirm();
    await vi.waitFor(() => expect(account.registration).toBe('registered'), 10_000);
    vi.useRealTimers();
  });

  it('leaves a server that cannot serve for the next one', async () => {
    const {account, engine, reaches} = setup({server: 'wss://a.example/ws wss://b.example/ws'});
    await account.register();
    engine.lastAgent.loseRegistration(503, 'Service Unavailable');
    await reaches('registered');
    expect(engine.lastAgent.options.link.url).toBe('wss://b.example/ws');
  });

  it('asks each server once, and pauses as long as the last one says before it asks them again', async () => {
    vi.useFakeTimers();
    const {account, engine} = setup({server: 'wss://a.example/ws wss://b.example/ws'});
    await account.register();
    const {lastAgent: agent} = engine;
    agent.manual = true;
    const asked = async (count: number) => {
      await vi.advanceTimersByTimeAsync(0);
      expect(agent.requests).toHaveLength(count);
      return agent.options.link.url;
    };
    agent.loseRegistration(503, 'Service Unavailable', 7);
    expect(await asked(2)).toBe('wss://b.example/ws');
    agent.lastRequest.refuse(503, 'Service Unavailable', 7);
    await vi.advanceTimersByTimeAsync(6_900);
    await asked(2);
    expect(account.registration).toBe('failed');
    await vi.advanceTimersByTimeAsync(200);
    expect(await asked(3)).toBe('wss://b.example/ws');
    agent.lastRequest.refuse(500, 'Server Internal Error');
    expect(await asked(4)).toBe('wss://a.example/ws');
    agent.lastRequest.confirm();
    await vi.advanceTimersByTimeAsync(0);
    expect(account.registration).toBe('registered');
    vi.useRealTimers();
  });

  it('rejects while no server answers, and registers by itself when one is back', async () => {
    const {account, down, reaches} = setup();
    down.add('wss://a.example/ws');
    await expect(account.register()).rejects.toMatchObject({code: 'server-unreachable'});
    expect(account.registration).toBe('failed');
    down.clear();
    await reaches('registered');
  });

  it('registers anew after its socket dropped', async () => {
    const {account, engine, sockets, reaches} = setup();
    await account.register();
    sockets[0]!.onclose?.({} as never);
    expect(account.registration).toBe('registering');
    await reaches('registered');
    expect(engine.lastAgent.requests.map(({method}) => method)).toEqual(['REGISTER', 'REGISTER']);
  });

  it('registers over a new socket when nothing is heard over the one that seems open', async () => {
    vi.useFakeTimers();
    const {account, engine, sockets} = setup();
    await account.register();
    engine.lastAgent.loseRegistration(0, 'No answer');
    expect(account.registration).toBe('failed');
    await vi.advanceTimersByTimeAsync(2_100);
    expect(sockets).toHaveLength(2);
    expect(account.registration).toBe('registered');
    vi.useRealTimers();
  });

  it('stays unregistered once it is told to', async () => {
    const {account, engine, sockets} = setup();
    await account.register();
    await account.unregister();
    expect(account.registration).toBe('unregistered');
    sockets[0]!.onclose?.({} as never);
    await account.agent();
    expect(engine.lastAgent.requests.map(({method}) => method)).toEqual(['REGISTER', 'UNREGISTER']);
  });

  it('takes its contact away also while it registers, and while its server is away', async () => {
    const {account, engine, sockets} = setup();
    await account.register();
    const {lastAgent: agent} = engine;
    const methods = () => agent.requests.map(({method}) => method);
    agent.manual = true;
    const again = account.register();
    again.catch(() => {});
    await vi.waitFor(() => expect(agent.requests).toHaveLength(2), 10_000);
    const registering = agent.lastRequest;
    agent.loseRegistration(500); // the attempt goes on
    agent.manual = false;
    const gone = account.unregister();
    await vi.waitFor(() => expect(methods()).toEqual(['REGISTER', 'REGISTER', 'UNREGISTER']), 10_000);
    registering.confirm();
    await gone;
    expect(account.registration).toBe('unregistered');

    await account.register();
    sockets[0]!.onclose?.({} as never);
    await account.unregister();
    expect(methods().slice(3)).toEqual(['REGISTER', 'UNREGISTER']);
    await account.unregister();
    expect(methods()).toHaveLength(5);
  });

  it('an aborted register leaves no error behind', async () => {
    const {account} = setup();
    const impatience = AbortSignal.abort();
    await expect(account.register({signal: impatience})).rejects.toMatchObject({code: 'aborted'});
    expect(account.error).toBeUndefined();
  });

  it('fetches credentials, and fresh ones before they expire, without a gap', async () => {
    vi.useFakeTimers();
    let count = 0;
    const credentials: CredentialsProvider = {
      get: async () => ({
        servers: ['wss://a.example/ws'],
        aor: 'sip:m42@example.org',
        authUser: 'm42',
        password: `p${++count}`,
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      }),
    };
    const {account, engine} = setup({credentials});
    const states: string[] = [];
    account.addEventListener('registration', () => states.push(account.registration));
    await account.register();
    expect(account.aor).toBe('sip:m42@example.org');
    await vi.advanceTimersByTimeAsync(3_545_000);
    expect(engine.lastAgent.credentials.password).toBe('p2');
    expect(engine.lastAgent.requests).toHaveLength(2);
    expect(states).toEqual(['registering', 'registered', 'registered']);
    vi.useRealTimers();
  });

  it('fetches credentials that expire anew when they are refused, after pauses that grow', async () => {
    vi.useFakeTimers();
    let count = 0;
    const credentials: CredentialsProvider = {
      get: async () => ({
        servers: ['wss://a.example/ws'],
        aor: 'sip:m42@example.org',
        authUser: 'm42',
        password: `p${++count}`,
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      }),
    };
    const {account, engine} = setup({credentials});
    await account.register();
    const {lastAgent: agent} = engine;
    agent.manual = true;
    const again = account.register();
    await vi.waitFor(() => expect(agent.requests).toHaveLength(2), 10_000);
    agent.lastRequest.refuse(401, 'Unauthorized');
    await expect(again).rejects.toMatchObject({code: 'credentials-rejected'});
    await vi.advanceTimersByTimeAsync(2_000);
    expect(agent.requests).toHaveLength(3);
    expect(agent.credentials.password).toBe('p2');
    agent.lastRequest.refuse(401, 'Unauthorized');
    await vi.advanceTimersByTimeAsync(3_900);
    expect(agent.requests).toHaveLength(3);
    agent.manual = false;
    await vi.advanceTimersByTimeAsync(200);
    expect(agent.credentials.password).toBe('p3');
    expect(account.registration).toBe('registered');
    vi.useRealTimers();
  });

  it('names credentials that cannot be fetched', async () => {
    const {account} = setup({credentials: {get: () => Promise.reject(new TypeError('fetch failed'))}});
    await expect(account.register()).rejects.toMatchObject({code: 'credentials-unavailable'});
    expect(account.registration).toBe('failed');
    account.close();
  });

  it('fetches credentials again after pauses that grow, until it has them', async () => {
    vi.useFakeTimers();
    const get = vi.fn<CredentialsProvider['get']>().mockRejectedValue(new TypeError('fetch failed'));
    const {account} = setup({credentials: {get}});
    await expect(account.register()).rejects.toMatchObject({code: 'credentials-unavailable'});
    await vi.advanceTimersByTimeAsync(2_000);
    expect(get).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(3_900);
    expect(get).toHaveBeenCalledTimes(2);
    get.mockResolvedValue({
      servers: ['wss://a.example/ws'],
      aor: 'sip:m42@example.org',
      authUser: 'm42',
      password: 'p',
    });
    await vi.advanceTimersByTimeAsync(200);
    expect(account.registration).toBe('registered');
    vi.useRealTimers();
  });

  it('fetches no credentials again once it is told to unregister, nor for a session that is refused', async () => {
    vi.useFakeTimers();
    const get = vi.fn<CredentialsProvider['get']>().mockRejectedValue(new TypeError('fetch failed'));
    const {account} = setup({credentials: {get}});
    await expect(account.register()).rejects.toMatchObject({code: 'credentials-unavailable'});
    await account.unregister();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(get).toHaveBeenCalledTimes(1);
    get.mockRejectedValue(
      new SidetoneError('credentials-unavailable', {cause: new GatewayFailure(401, 'x', 'who?')}),
    );
    await expect(account.register()).rejects.toMatchObject({code: 'credentials-unavailable'});
    await vi.advanceTimersByTimeAsync(120_000);
    expect(get).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });

  it('renewing credentials for an engine that cannot be had disturbs nobody', async () => {
    vi.useFakeTimers();
    const expiresAt = new Date(Date.now() + 2_000).toISOString();
    const identity = {servers: ['wss://a.example/ws'], aor: 'sip:m42@example.org', authUser: 'm42'};
    const get = async () => ({...identity, password: 'p', expiresAt});
    let fail = () => {};
    const loading = () =>
      new Promise<never>((_, reject) => (fail = () => reject(new SidetoneError('engine-failed'))));
    const {account} = setup({credentials: {get}}, loading);
    const registered = account.register();
    registered.catch(() => {});
    await vi.advanceTimersByTimeAsync(1_500); // the renewal is due, and waits for the engine too
    fail();
    await expect(registered).rejects.toMatchObject({code: 'engine-failed'});
    account.close();
    vi.useRealTimers();
  });
});
