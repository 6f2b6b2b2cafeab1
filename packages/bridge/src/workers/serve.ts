import {createHash, timingSafeEqual} from 'node:crypto';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {type WebSocket, WebSocketServer} from 'ws';
import type {LegEvents, PhoneLeg, RoomBridge} from '../bridge.js';
import {BridgeError} from '../errors.js';
import type {Command, LegEvent, LegSnapshot, Message, Request} from './protocol.js';

/** The code of a WebSocket that is closed for what it sent (RFC 6455, 7.4.1). */
const invalidData = 1007;

interface ServeOptions {
  host?: string;
  /** 0, or left out, for a free one. */
  port?: number;
  /** Who knows it may put phones into rooms. A secret. */
  token: string;
}

export interface BridgeServer {
  /** `ws://127.0.0.1:20004/bridge` */
  url: string;
  /** Takes no more legs, and tells the gateways to move those that are here. Resolves when none is left. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** Lets gateways use a bridge of this process. `GET /health` tells how many legs there are. */
export async function serveBridge(bridge: RoomBridge, options: ServeOptions): Promise<BridgeServer> {
  const {host = '127.0.0.1', port = 0, token} = options;
  const gateways = new Set<WebSocket>();
  const watched = new WeakSet<PhoneLeg>();
  let draining = false;

  const http = createServer(({url}, response) => {
    const healthy = url === '/health';
    response.writeHead(healthy ? 200 : 404, {'content-type': 'application/json'});
    response.end(JSON.stringify(healthy ? {legs: bridge.legs.size, draining} : {error: 'not-found'}));
  });
  const sockets = new WebSocketServer({noServer: true});
  http.on('upgrade', (request, socket, head) => {
    // Node has let go of its own listener: without one, a peer that resets the connection would end this process.
    socket.on('error', () => socket.destroy());
    if (request.url !== '/bridge' || !same(request.headers.authorization, `Bearer ${token}`))
      return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, welcome);
  });

  const tell = (socket: WebSocket, message: Message) => socket.send(JSON.stringify(message));
  const tellAll = (message: Message) => gateways.forEach((socket) => tell(socket, message));

  function welcome(socket: WebSocket): void {
    gateways.add(socket);
    socket.on('close', () => gateways.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data: Buffer) => {
      const request = parse(data);
      if (request) void handle(socket, request);
      else socket.close(invalidData);
    });
    tell(socket, {type: 'hello', legs: [...bridge.legs.values()].map(snapshot)});
    if (draining) tell(socket, {type: 'draining'});
  }

  async function handle(socket: WebSocket, {call, command}: Request): Promise<void> {
    try {
      const leg = await obey(command);
      tell(socket, {type: 'done', call, ...(leg && {leg: snapshot(leg)})});
    } catch (error) {
      tell(socket, {type: 'failed', call, code: BridgeError.from(error).code});
    }
  }

  async function obey(command: Command): Promise<PhoneLeg | undefined> {
    if (command.op === 'join') {
      if (draining && !bridge.legs.has(command.leg.id)) throw new BridgeError('bridge-unavailable');
      const leg = watch(await bridge.join(command.leg));
      // The other gateways know by this who carries it.
      if (leg.state !== 'left') tellAll({type: 'event', leg: leg.id, name: 'state', data: leg.state});
      return leg;
    }
    if (command.op === 'expect') {
      if (!draining) await bridge.expect?.(command.leg);
      return undefined;
    }
    const leg = bridge.legs.get(command.id);
    if (!leg) return undefined;
    if (command.op === 'mute') await leg.mute(command.what);
    else if (command.op === 'hold') await leg.hold(command.on);
    else if (command.op === 'rest') await leg.rest(command.on);
    else if (command.op === 'show') await leg.show(command.status);
    else if (command.op === 'announce') leg.announce(command.tone);
    else if (command.op === 'leave') await leg.leave();
    else await leg[command.op](command.digits);
    return leg;
  }

  function watch(leg: PhoneLeg): PhoneLeg {
    if (watched.has(leg)) return leg;
    watched.add(leg);
    const forward = <Name extends keyof LegEvents>(name: Name) =>
      leg.on(name, ((data: LegEvents[Name][0]) =>
        tellAll({type: 'event', ...({leg: leg.id, name, data} as LegEvent)})) as never);
    (['state', 'digit', 'pressed', 'ended'] as const).forEach(forward);
    return leg;
  }

  http.listen(port, host);
  await once(http, 'listening');
  return {
    url: `ws://${host}:${(http.address() as AddressInfo).port}/bridge`,
    async drain() {
      draining = true;
      tellAll({type: 'draining'});
      for (const leg of bridge.legs.values()) await once(leg, 'ended');
    },
    async close() {
      gateways.forEach((socket) => socket.terminate());
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

/** `undefined` for what is no request at all. */
function parse(data: Buffer): Request | undefined {
  try {
    const request = JSON.parse(data.toString()) as Request | null;
    return request && typeof request === 'object' ? request : undefined;
  } catch {
    return undefined;
  }
}

const snapshot = ({id, state, muted, held}: PhoneLeg): LegSnapshot => ({id, state, muted, held});

/** Compares without telling by its duration how much was right. */
function same(given: string | undefined, expected: string): boolean {
  const [left, right] = [given ?? '', expected].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
