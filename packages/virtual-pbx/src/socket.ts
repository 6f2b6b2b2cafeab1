import type {WebSocketLike} from '@sidetone/core';

/** The phone's end of a WebSocket whose server is in the same page. Events come as tasks of their own, as from a network. */
export class VirtualSocket implements WebSocketLike {
  onopen: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readyState: 0 | 1 | 2 | 3 = 0;
  readonly #channel = new MessageChannel();
  readonly #tasks: (() => void)[] = [];

  constructor(
    readonly url: string,
    /** Gets what the phone sends. */
    private readonly server: {receive(text: string): void; closed(): void},
    reachable: boolean,
  ) {
    this.#channel.port1.onmessage = () => this.#tasks.shift()?.();
    this.#later(() => {
      if (this.readyState !== 0) return;
      if (!reachable) return this.#end();
      this.readyState = 1;
      this.onopen?.(new Event('open') as never);
    });
  }

  send(data: string): void {
    if (this.readyState === 0) throw new DOMException('The socket is still connecting.', 'InvalidStateError');
    if (this.readyState === 1) this.#later(() => this.server.receive(data));
  }

  close(): void {
    if (this.readyState >= 2) return;
    this.readyState = 2;
    this.#later(() => this.#end());
  }

  /** The server sends a message to the phone. */
  deliver(text: string): void {
    this.#later(() => {
      if (this.readyState === 1) this.onmessage?.(new MessageEvent('message', {data: text}) as never);
    });
  }

  #end(): void {
    this.readyState = 3;
    this.server.closed();
    this.onclose?.(new Event('close') as never);
    this.#channel.port1.close();
  }

  #later(task: () => void): void {
    this.#tasks.push(task);
    this.#channel.port2.postMessage(undefined);
  }
}
