import {once} from 'node:events';
import {createServer, type IncomingHttpHeaders, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, vi} from 'vitest';

/** A callback as it arrived. */
export interface ReceivedCallback {
  /** Of the request: `/calls`. */
  path: string;
  id: string;
  headers: IncomingHttpHeaders;
  /** To the byte. */
  text: string;
  body: Record<string, unknown>;
}

/** An application that gets callbacks on loopback, and can be away. */
export class CallbackReceiver {
  /** Those that were answered with 2xx, in this order. */
  readonly taken: ReceivedCallback[] = [];
  /** All that came. */
  readonly seen: ReceivedCallback[] = [];
  /** What it answers; 204 until it is set. Leaving the response open is a receiver that hangs. */
  answer: (response: ServerResponse, callback: ReceivedCallback) => void = (response) =>
    response.writeHead(204).end();
  #server: Server | undefined;
  #port = 0;

  static async start(): Promise<CallbackReceiver> {
    const receiver = new CallbackReceiver();
    await receiver.comeBack();
    return receiver;
  }

  /** Why a call is over, as OpenTok's `callDestroyed` tells it. */
  async reasonOf(callId: string): Promise<{code: unknown; message: unknown}> {
    const body = await vi.waitFor(() => {
      const bodies = this.taken.map((one) => one.body);
      const found = bodies.find(
        ({event, call}) => event === 'callDestroyed' && (call as {id: string}).id === callId,
      );
      expect(found).toBeDefined();
      return found!;
    }, 20_000);
    return {code: body['reason_code'], message: body['reason_message']};
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Nobody listens there any more, and what was under way breaks off. */
  async goAway(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  /** At the same address. */
  async comeBack(): Promise<void> {
    const server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      request.on('error', () => undefined);
      request.on('end', () => {
        const {headers, url: path = ''} = request;
        const id = String(headers['webhook-id']);
        const callback = {path, id, headers, text, body: JSON.parse(text) as Record<string, unknown>};
        this.seen.push(callback);
        response.once('finish', () => response.statusCode < 300 && this.taken.push(callback));
        this.answer(response, callback);
      });
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }
}

/** Answers with a body that has no end. */
export function pour(response: ServerResponse): void {
  const more = () =>
    void (response.destroyed || response.write('x'.repeat(65_536), () => setImmediate(more)));
  more();
}
