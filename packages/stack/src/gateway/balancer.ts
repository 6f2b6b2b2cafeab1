import {once} from 'node:events';
import {connect, createServer, type Server, type Socket} from 'node:net';

/**
 * One address for several servers on this machine, as an operator's load balancer is one: each connection goes to
 * the next server that takes it.
 */
export class Balancer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #turn = 0;

  constructor(
    private readonly port: number,
    private readonly backends: readonly number[],
  ) {
    this.#server = createServer((client) => this.#serve(client));
  }

  async start(): Promise<void> {
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  #serve(client: Socket): void {
    this.#keep(client);
    const first = this.#turn++;
    this.#try(
      client,
      this.backends.map((_, index) => this.backends[(first + index) % this.backends.length]!),
    );
  }

  #try(client: Socket, [port, ...others]: readonly number[]): void {
    if (port === undefined) return void client.destroy();
    const backend = connect(port, '127.0.0.1');
    const next = () => this.#try(client, others);
    backend.once('error', next);
    backend.once('connect', () => {
      backend.off('error', next);
      this.#keep(backend);
      client.pipe(backend).pipe(client);
      for (const [one, other] of [
        [client, backend],
        [backend, client],
      ] as const)
        one.once('close', () => other.destroy());
    });
  }

  /** The end of one side is the end of the other, whatever the reason. */
  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
  }
}
