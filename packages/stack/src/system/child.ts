import {spawn, type ChildProcess} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';

interface ChildOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** A file that the process's output is added to. */
  log: string;
  /** A folder to remove when this process dies with its parent. */
  scratch?: string;
  /** Who runs it, when not this user. */
  uid?: number;
  gid?: number;
  /** What ends it, in place of SIGTERM and, when its parent ends, of SIGKILL. */
  endsBy?: NodeJS.Signals;
}

/**
 * Waits for its standard input to end, which it does when the parent dies of whatever cause, SIGKILL
 * included, and then ends the process group `$1` by the signal `$2` and removes the folder `$3`.
 */
const watch = `
cat >/dev/null
kill "-$2" "-$1" 2>/dev/null
tries=0
while kill -0 "-$1" 2>/dev/null && [ $tries -lt 30 ]; do sleep 0.1; tries=$((tries + 1)); done
kill -KILL "-$1" 2>/dev/null
[ -n "$3" ] && rm -rf -- "$3"
exit 0
`;

const running = new Set<Child>();
process.on('exit', () => {
  for (const child of running) child.abandon();
});

/** A server process in a process group of its own, which never outlives the process that started it. */
export class Child {
  /** Fulfilled with words for the end of the process: `'code 1'`, `'SIGKILL'`, or why it could not be started. */
  readonly exited: Promise<string>;
  readonly #process: ChildProcess;
  readonly #watcher: ChildProcess | undefined;
  readonly #endsBy: NodeJS.Signals | undefined;
  #alive = true;

  constructor(
    command: string,
    args: readonly string[],
    {log, scratch = '', endsBy, ...options}: ChildOptions,
  ) {
    this.#endsBy = endsBy;
    const output = openSync(log, 'a');
    this.#process = spawn(command, args, {...options, detached: true, stdio: ['ignore', output, output]});
    closeSync(output);
    this.exited = new Promise((resolve) => {
      this.#process.once('error', (error) => resolve(error.message));
      this.#process.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    });
    running.add(this);
    void this.exited.then(() => this.#gone());
    if (this.#process.pid === undefined) return;
    const ending = (endsBy ?? 'SIGTERM').replace('SIG', '');
    const argv = ['-c', watch, 'watch', `${this.#process.pid}`, ending, scratch];
    this.#watcher = spawn('sh', argv, {detached: true, stdio: ['pipe', 'ignore', 'ignore']});
    this.#watcher.once('error', () => undefined);
    this.#watcher.unref();
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Sends a signal to the whole process group. */
  signal(signal: NodeJS.Signals): void {
    if (this.#process.pid === undefined) return;
    try {
      process.kill(-this.#process.pid, signal);
    } catch {
      // The group has ended meanwhile.
    }
  }

  /** The signal that ends it, and after `grace` ms SIGKILL. Resolves when the process is gone. */
  async stop(grace = 5000): Promise<void> {
    if (!this.#alive) return;
    const timer = setTimeout(() => this.signal('SIGKILL'), grace);
    this.signal(this.#endsBy ?? 'SIGTERM');
    await this.exited;
    clearTimeout(timer);
  }

  /** For when there is no time to wait for its end. */
  abandon(): void {
    this.signal(this.#endsBy ?? 'SIGKILL');
  }

  #gone(): void {
    this.#alive = false;
    running.delete(this);
    this.#watcher?.kill('SIGKILL');
  }
}
