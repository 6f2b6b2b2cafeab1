import {describe, expect, it, vi} from 'vitest';
import {SignalingLink, type WebSocketLike} from './link.js';

class FakeSocket implements WebSocketLike {
  onopen: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  readyState = 0;
  sent: string[] = [];
  constructor(readonly url: string) {}
  send(data: string) {
    this.sent.push(data);
  }
  close() {
    this.readyState = 2;
  }
  open() {
    this.readyState = 1;
    this.onopen?.({} as never);
  }
  fail() {
    this.readyState = 3;
    this.onclose?.({} as never);
  }
  message(data: string) {
    this.onmessage?.({data} as never);
  }
}

function setup(...servers: string[]) {
  return setupPausing(1, ...servers);
}

function setupPausing(pause: number, ...servers: string[]) {
  const sockets: FakeSocket[] = [];
  let opened = () => {};
  const link = new SignalingLink({
    servers,
    backoff: {first: pause, longest: pause},
    openSocket: (url) => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      opened();
      return socket;
    },
  });
  /** The nth socket that the link opens. */
  const socket = async (n: number): Promise<FakeSocket> => {
    while (sockets.length <= n) await new Promise<void>((resolve) => (opened = resolve));
    return sockets[n]!;
  };
  const event = (type: string) =>
    new Promise((resolve) => link.addEventListener(type, resolve, {once: true}));
  return {link, sockets, socket, event};
}

describe('SignalingLink', () => {
  it('refuses what is not a WebSocket URL, naming it', () => {
    expect(() => new SignalingLink({servers: ['https://a.example']})).toThrow(/https:\/\/a\.example/);
    expect(() => new SignalingLink({servers: []})).toThrow(/at least one/);
  });

  it('takes the first server that opens, in order of preference', async () => {
    const {link, socket} = setup('wss://a.example/ws', 'wss://b.example/ws');
    const opened = link.open();
    (await socket(0)).fail();
    (await socket(1)).open();
    await opened;
    expect(link.url).toBe('wss://b.example/ws');
    expect(link.state).toBe('open');
  });

  it('says when no server answers, and goes on trying until one does', async () => {
    const {link, socket, event} = setup('wss://a.example/ws');
    const opened = link.open();
    (await socket(0)).fail();
    await expect(opened).rejects.toMatchObject({code: 'server-unreachable'});
    const back = event('state');
    (await socket(1)).open();
    await back;
    expect(link.state).toBe('open');
  });

  describe('in a pause that outlasts every test', () => {
    const pausing = async () => {
      const kit = setupPausing(3_600_000, 'wss://a.example/ws');
      const opened = kit.link.open();
      (await kit.socket(0)).fail();
      await expect(opened).rejects.toMatchObject({code: 'server-unreachable'});
      return kit;
    };

    it('asks its servers soon when somebody needs it', async () => {
      const {link, socket} = await pausing();
      const again = link.open();
      (await socket(1)).open();
      await again;
      expect(link.state).toBe('open');
    });

    it('asks its servers soon when there is something to send', async () => {
      const {link, socket, event} = await pausing();
      link.send('x');
      const back = event('state');
      (await socket(1)).open();
      await back;
      expect((await socket(1)).sent).toEqual(['x']);
    });

    it('asks its servers soon when the network is back', async () => {
      const network = new EventTarget();
      vi.stubGlobal('window', network);
      const {socket} = await pausing();
      vi.unstubAllGlobals();
      network.dispatchEvent(new Event('online'));
      await socket(1);
    });

    it('asks soon also when it was needed during the round before', async () => {
      const {link, socket} = await pausing();
      const again = link.open();
      const second = await socket(1);
      link.send('x');
      second.fail();
      await expect(again).rejects.toMatchObject({code: 'server-unreachable'});
      (await socket(2)).open();
      await vi.waitFor(async () => expect((await socket(2)).sent).toEqual(['x']));
    });

    it('is not hurried into asking without a pause', async () => {
      vi.useFakeTimers();
      const {link, sockets} = await pausing();
      link.addEventListener('unreachable', () => void link.open().catch(() => {}));
      void link.open().catch(() => {});
      for (let ms = 0; ms < 600; ms += 5) {
        sockets.at(-1)!.fail();
        await vi.advanceTimersByTimeAsync(5);
      }
      vi.useRealTimers();
      expect(sockets.length).toBeGreaterThan(1);
      expect(sockets.length).toBeLessThan(6);
      link.close();
    });

    it('can be closed', async () => {
      const {link, sockets} = await pausing();
      link.close();
      await Promise.resolve();
      expect(sockets).toHaveLength(1);
    });
  });

  it('hides a drop: what is sent meanwhile arrives over the next socket, in order', async () => {
    const {link, socket, event} = setup('wss://a.example/ws');
    const received: string[] = [];
    link.receive = (message) => received.push(message);
    const opened = link.open();
    const first = await socket(0);
    first.open();
    await opened;
    first.message('one');
    first.fail();
    expect(link.state).toBe('opening');
    link.send('x');
    link.send('y');
    const back = event('state');
    const second = await socket(1);
    second.open();
    await back;
    second.message('two');
    expect(second.sent).toEqual(['x', 'y']);
    expect(received).toEqual(['one', 'two']);
  });

  it('keeps what is sent while a socket closes', async () => {
    const {link, socket, event} = setup('wss://a.example/ws');
    const opened = link.open();
    const first = await socket(0);
    first.open();
    await opened;
    first.close();
    link.send('x');
    const [away, back] = [event('state'), socket(1)];
    first.fail();
    await away;
    const open = event('state');
    (await back).open();
    await open;
    expect(first.sent).toEqual([]);
    expect((await back).sent).toEqual(['x']);
  });

  it('fails over to the next server, and back to the preferred one after it', async () => {
    const {link, socket, event} = setup('wss://a.example/ws', 'wss://b.example/ws');
    const opened = link.open();
    (await socket(0)).open();
    await opened;
    link.failOver();
    const second = await socket(1);
    expect(second.url).toBe('wss://b.example/ws');
    const back = event('state');
    second.open();
    await back;
    second.fail();
    expect((await socket(2)).url).toBe('wss://a.example/ws');
  });

  it('closed means closed: no socket is left and none is opened', async () => {
    const {link, socket, sockets} = setup('wss://a.example/ws');
    const opened = link.open();
    const first = await socket(0);
    link.close();
    await expect(opened).rejects.toMatchObject({code: 'aborted'});
    expect(first.readyState).toBe(2);
    expect(sockets).toHaveLength(1);
  });

  it('an aborted wait leaves the link itself alone', async () => {
    const {link, socket} = setup('wss://a.example/ws');
    const patience = new AbortController();
    const opened = link.open(patience.signal);
    patience.abort();
    await expect(opened).rejects.toMatchObject({code: 'aborted'});
    const again = link.open();
    (await socket(0)).open();
    await again;
    expect(link.state).toBe('open');
  });
});
