import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {gatewayPackage, moduleArguments} from '@sidetone/stack';

/** A gateway in a process of its own, which can be killed. */
export interface GatewayProcess {
  url: string;
  /** Its log so far. */
  log(): string;
  /** Resolves when a line of its log has this in it. */
  says(text: string): Promise<void>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts `sidetone-gateway serve`, or another program of the gateway that serves, and resolves when it is up. */
export async function startGatewayProcess(
  env: Readonly<Record<string, string>>,
  program = 'cli.ts',
): Promise<GatewayProcess> {
  const args = [...moduleArguments(gatewayPackage, program), 'serve'];
  const child = spawn(process.execPath, args, {
    env: {PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'info', ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'close');
  const lastResort = () => child.kill('SIGKILL');
  process.once('exit', lastResort);
  const lines: string[] = [];
  const waiters = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      for (const look of [...waiters]) look();
    });
  const says = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = lines.find((line) => line.includes(text));
        if (found === undefined) return;
        waiters.delete(look);
        resolve(found);
      };
      waiters.add(look);
      look();
      void exited.then(() => reject(new Error(`The gateway ended.\n${lines.join('\n')}`)));
    });
  const {url} = JSON.parse(await says('the gateway is up')) as {url: string};
  return {
    url,
    log: () => lines.join('\n'),
    says: async (text) => void (await says(text)),
    kill: async (signal = 'SIGKILL') => {
      process.off('exit', lastResort);
      child.kill(signal);
      await exited;
    },
  };
}
