import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {extname} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {LiveKitAccess} from '../bridge.js';
import type {Listening} from './protocol.js';
import {WorkerLink} from './link.js';

interface ChildWorkerOptions {
  token: string;
  livekit: LiveKitAccess;
  /** Node's own arguments for the child; those of this process when left out. */
  execArgv?: readonly string[];
}

/** Pause before a worker that ended is started again, in ms: one that cannot start must not keep a core busy. */
const pause = 200;

/** What a worker needs of this process's environment, whose secrets are not its own: to run, to trust, to be debugged. */
const passedOn = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TZ',
  'LANG',
  'LD_LIBRARY_PATH',
  'NODE_ENV',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'RUST_LOG',
] as const;

/** This package's command, beside this file's folder: compiled, or in its source. */
const command = fileURLToPath(
  new URL(`../cli${extname(new URL(import.meta.url).pathname)}`, import.meta.url),
);

/** A worker process on this machine: started again whenever it ends or could not start, and never left behind for long. */
export class ChildWorker {
  readonly link: WorkerLink;
  readonly #options: ChildWorkerOptions;
  #process: ChildProcess | undefined;
  #restart: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ChildWorkerOptions) {
    this.#options = options;
    this.link = new WorkerLink(options.token);
    this.#start();
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#restart);
    this.link.close();
    const child = this.#process;
    // One without an id never ran: nothing of it would exit.
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  #start(): void {
    let child: ChildProcess;
    try {
      child = this.#fork();
    } catch {
      return this.#startAgain();
    }
    this.#process = child;
    child.on('message', ({url}: Listening) => this.link.moveTo(url));
    child.once('exit', () => this.#startAgain());
    child.on('error', () => {
      // One that could not be spawned, with no process or file descriptor left, has no `exit`.
      if (child.pid === undefined) this.#startAgain();
    });
  }

  #startAgain(): void {
    if (!this.#closed) this.#restart = setTimeout(() => this.#start(), pause);
  }

  #fork(): ChildProcess {
    const {token, livekit, execArgv} = this.#options;
    return fork(command, [], {
      env: {
        ...Object.fromEntries(passedOn.map((name) => [name, process.env[name]])),
        SIDETONE_BRIDGE_TOKEN: token,
        LIVEKIT_URL: livekit.url,
        LIVEKIT_API_KEY: livekit.apiKey,
        LIVEKIT_API_SECRET: livekit.apiSecret,
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      ...(execArgv && {execArgv: [...execArgv]}),
    });
  }
}
