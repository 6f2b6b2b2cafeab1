import {Child} from '../system/child.js';
import {untilReady} from '../system/ready.js';
import {gatewayModule, gatewayPackage, plainEnvironment} from './program.js';

interface GatewayProcess {
  /** Its environment. */
  settings: Readonly<Record<string, string>>;
  port: number;
  /** File of its log. */
  log: string;
}

/** One `sidetone-gateway serve` from its source: it can be stopped and started again on the same port. */
export class Gateway {
  readonly #options: GatewayProcess;
  #child: Child | undefined;

  constructor(options: GatewayProcess) {
    this.#options = options;
  }

  /** Resolves when it is ready: its database, its Asterisk and its LiveKit answer it. */
  async start(): Promise<void> {
    if (this.#child?.alive) return;
    const {settings, log} = this.#options;
    this.#child = new Child(process.execPath, [...gatewayModule('cli.ts'), 'serve'], {
      cwd: gatewayPackage,
      env: {...plainEnvironment(), ...settings},
      log,
    });
    await untilReady(this.#child, () => this.#answers(), {name: 'The gateway', timeout: 60_000, logs: [log]});
  }

  async stop(): Promise<void> {
    await this.#child?.stop();
  }

  /** Ends it without a chance to say goodbye to anyone. */
  async kill(): Promise<void> {
    this.#child?.signal('SIGKILL');
    await this.#child?.exited;
  }

  async #answers(): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(2000);
      return (await fetch(`http://127.0.0.1:${this.#options.port}/ready`, {signal})).ok;
    } catch {
      return false;
    }
  }
}
