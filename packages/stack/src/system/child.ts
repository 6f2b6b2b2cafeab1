import {spawn, type ChildProcess} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';

interface ChildOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** A file that the process's output is added to. */
  log: string;
  /** A folder to remove when this process dies with its parent. */
  scratch?: string;
}

/**
 * Waits for its standard input to end, which it does when the parent dies of whatever cause, SIGKILL
 * included, and then ends the process group `$1` and removes the folder `$2`.
 */
const watch = `
cat >/dev/null
kill -TERM "-$1" 2>/dev/null || exit 0
tries=0
while kill -0 "-$1" 2>/dev/null && [ $tries -lt 30 ]; do sleep 0.1; tries=$((tries + 1)); done
kill -KILL "-$1" 2>/dev/null
[ -n "$2" ] && rm -rf -- "$2"
exit 0
`;

const running = new Set<Child>();
process.on('exit', () => {
  for (const child of running) child.signal('SIGKILL');
});

/** A server process in a process group of its own, which never outlives the process that started it. */
export class Child {
  /** Fulfilled with words for the end of the process: `'code 1'`, `'SIGKILL'`, or why it could not be started. */
  readonly exited: Promise<string>;
  readonly #process: ChildProcess;
  readonly #watcher: ChildProcess | undefined;
  #alive = true;

  constructor(command: string, args: readonly string[], {log, scratch = '', ...options}: ChildOptions) {
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
    const argv = ['-c', watch, 'watch', `${this.#process.pid}`, scratch];
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

  /** SIGTERM, and after `grace` ms SIGKILL. Resolves when the process is gone. */
  async stop(grace = 5000): Promise<void> {
    if (!this.#alive) return;
    const timer = setTimeout(() => this.signal('SIGKILL'), grace);
    this.signal('SIGTERM');
    await this.exited;
    clearTimeout(timer);
  }

  #gone(): void {
    this.#alive = false;
    running.delete(this);
    this.#watcher?.kill('SIGKILL');
  }
}
