import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {Child} from '../system/child.js';
import {untilReady} from '../system/ready.js';
import type {AsteriskSettings} from './configuration.js';

const run = promisify(execFile);

/** One Asterisk: it can be stopped and started again on the same ports. */
export class Asterisk {
  readonly #settings: AsteriskSettings;
  readonly #configuration: string;
  #child: Child | undefined;

  /** `configuration` is the path that `writeConfiguration` returned for the same settings. */
  constructor(settings: AsteriskSettings, configuration: string) {
    this.#settings = settings;
    this.#configuration = configuration;
  }

  get running(): boolean {
    return this.#child?.alive ?? false;
  }

  /** Resolves when Asterisk has booted and answers over HTTP. */
  async start({timeout = 30_000} = {}): Promise<void> {
    if (this.running) return;
    const {program, folder, logs, sockets} = this.#settings;
    const child = new Child(program.command, [...program.args, '-C', this.#configuration, '-f'], {
      cwd: folder,
      log: join(logs, 'asterisk.out'),
      scratch: sockets,
    });
    this.#child = child;
    await untilReady(child, () => this.#answers(), {
      name: 'Asterisk',
      timeout,
      logs: ['asterisk.out', 'asterisk.log'].map((name) => join(logs, name)),
    });
  }

  /** Ends Asterisk and every call in it, as a server that goes down does. */
  async stop(): Promise<void> {
    await this.#child?.stop();
  }

  /** Ends Asterisk without a chance to say goodbye to anyone. */
  async kill(): Promise<void> {
    this.#child?.signal('SIGKILL');
    await this.#child?.exited;
  }

  /** Runs a command of Asterisk's console, such as `core show channels`, and returns what it prints. */
  async cli(command: string): Promise<string> {
    const {program} = this.#settings;
    const {stdout} = await run(program.command, [...program.args, '-C', this.#configuration, '-rx', command]);
    return stdout;
  }

  async #answers(): Promise<boolean> {
    const {ports, ari} = this.#settings;
    const authorization = `Basic ${Buffer.from(`${ari.user}:${ari.password}`).toString('base64')}`;
    try {
      const url = `http://127.0.0.1:${ports.http}/ari/asterisk/info?only=status`;
      const {ok} = await fetch(url, {headers: {authorization}, signal: AbortSignal.timeout(2000)});
      return ok && (await this.cli('core waitfullybooted')).includes('fully booted');
    } catch {
      return false;
    }
  }
}
