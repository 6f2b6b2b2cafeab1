import type {Command} from 'commander';
import {table, withServices} from './run.js';

/** `callback add | list | remove | dead | resend`. */
export function callbackCommands(program: Command): void {
  const callback = program
    .command('callback')
    .description('where the events of calls are sent, and what has not arrived');

  callback
    .command('add')
    .description('send the events of all calls there')
    .argument('<url>')
    .action((url: string) =>
      withServices(async ({callbacks}) => {
        const {id, secret} = await callbacks.endpoints.add(url, 'operator');
        console.log(`Added ${id}.\nIts secret, which is told this once: ${secret}`);
      }),
    );

  callback
    .command('list')
    .description('list all, with how they are')
    .action(() =>
      withServices(async ({callbacks}) => {
        const rows = (await callbacks.endpoints.list()).map(
          ({id, project, url, waiting, dead, failingSince}) => [
            id,
            project,
            url,
            String(waiting),
            String(dead),
            failingSince?.toISOString() ?? '',
          ],
        );
        console.log(table([['id', 'project', 'url', 'waiting', 'dead', 'away since'], ...rows]));
      }),
    );

  callback
    .command('remove')
    .description('send nothing there any more, nor what waits')
    .argument('<id>')
    .action((id: string) =>
      withServices(async ({callbacks}) => {
        await callbacks.endpoints.remove(id, 'operator');
        console.log(`Removed ${id}.`);
      }),
    );

  callback
    .command('dead')
    .description('list what was given up')
    .action(() =>
      withServices(async ({callbacks}) => {
        const rows = (await callbacks.queue.dead()).map(
          ({id, createdAt, url, lane, type, attempts, lastError}) => [
            id,
            createdAt.toISOString(),
            url,
            lane,
            type,
            String(attempts),
            lastError ?? '',
          ],
        );
        console.log(table([['id', 'of', 'url', 'call', 'type', 'attempts', 'last error'], ...rows]));
      }),
    );

  callback
    .command('resend')
    .description('send what was given up again, under the same id')
    .argument('[id]')
    .option('--all', 'all of it')
    .action((id: string | undefined, {all}: {all?: boolean}) =>
      withServices(async ({callbacks}) => {
        if ((id === undefined) === !all) throw new Error('Name one, or say --all.');
        console.log(`To be sent again: ${await callbacks.queue.resend(id)}.`);
      }),
    );
}
