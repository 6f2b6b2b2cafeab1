import {describe, expect, it} from 'vitest';
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
  const sockets: FakeSocket[] = [];
  let opened = () => {};
  const link = new SignalingLink({
    servers,
    backoff: {first: 1, longest: 1},
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
