import {join} from 'node:path';
import {mkdir, writeFile} from 'node:fs/promises';
import {Child} from '../system/child.js';
import {untilReady} from '../system/ready.js';
import {livekitConfiguration, type LiveKitSettings} from './configuration.js';
import type {LiveKitProgram} from './program.js';

interface LiveKitFolders {
  folder: string;
  logs: string;
}

/** One livekit-server: it can be stopped and started again on the same ports. Its rooms do not survive that. */
export class LiveKit {
  readonly #program: LiveKitProgram;
  readonly #settings: LiveKitSettings;
  readonly #folders: LiveKitFolders;
  #child: Child | undefined;

  constructor(program: LiveKitProgram, settings: LiveKitSettings, folders: LiveKitFolders) {
    this.#program = program;
    this.#settings = settings;
    this.#folders = folders;
  }

  get running(): boolean {
    return this.#child?.alive ?? false;
  }

  /** Resolves when it answers over HTTP. */
  async start(): Promise<void> {
    if (this.running) return;
    const {folder, logs} = this.#folders;
    const configuration = join(folder, 'etc/livekit.yaml');
    const log = join(logs, 'livekit.log');
    await mkdir(join(folder, 'etc'), {recursive: true, mode: 0o700});
    await writeFile(configuration, livekitConfiguration(this.#settings), {mode: 0o600});
    this.#child = new Child(this.#program.command, ['--config', configuration], {cwd: folder, log});
    await untilReady(this.#child, () => this.#answers(), {name: 'livekit-server', logs: [log]});
  }

  /** Ends it, though people may still be in its rooms: it would wait for them at the first signal and obeys the second. */
  async stop(): Promise<void> {
    this.#child?.signal('SIGINT');
    await this.#child?.stop(1000);
  }

  /** Ends it without a chance to say goodbye to anyone. */
  async kill(): Promise<void> {
    this.#child?.signal('SIGKILL');
    await this.#child?.exited;
  }

  async #answers(): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(2000);
      return (await fetch(`http://127.0.0.1:${this.#settings.port}/`, {signal})).ok;
    } catch {
      return false;
    }
  }
}
