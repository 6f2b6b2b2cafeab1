import {Child} from '../system/child.js';
import {untilReady} from '../system/ready.js';
import {plainEnvironment, moduleArguments} from './program.js';

interface ServiceOptions {
  /** For people: `The gateway`. */
  name: string;
  /** Its package's folder, and the module there that it is. */
  folder: string;
  module: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  port: number;
  /** What answers with 200 when it is ready: `/ready`. */
  ready: string;
  /** File of its log. */
  log: string;
}

/** A gateway or a bridge: it can be stopped and started again on the same port. */
export class Service {
  readonly #options: ServiceOptions;
  #child: Child | undefined;

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  /** Resolves when it is ready. */
  async start(): Promise<void> {
    if (this.#child?.alive) return;
    const {name, folder, module, args, env, log} = this.#options;
    this.#child = new Child(process.execPath, [...moduleArguments(folder, module), ...args], {
      cwd: folder,
      env: {...plainEnvironment(), ...env},
      log,
    });
    await untilReady(this.#child, () => this.#answers(), {name, timeout: 60_000, logs: [log]});
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
    const {port, ready} = this.#options;
    try {
      const signal = AbortSignal.timeout(2000);
      return (await fetch(`http://127.0.0.1:${port}${ready}`, {signal})).ok;
    } catch {
      return false;
    }
  }
}
