import type {Command} from 'commander';
import {readSecret} from './read-secret.js';
import {table, withServices} from './run.js';

interface AddOptions {
  name?: string;
  key?: string;
  secretFile?: string;
}

/** `project add | list | callback | remove`. */
export function projectCommands(program: Command): void {
  const project = program.command('project').description("applications that use OpenTok's SDKs");

  project
    .command('add')
    .description('let an application use the dial API, and say with which key and secret')
    .option('--name <name>', 'for people')
    .option('--key <API key>', 'one that exists already; left out, a new one')
    .option('--secret-file <path>', 'with --key: file with its secret; - reads it from standard input')
    .action(({name, key: apiKey, secretFile}: AddOptions) =>
      withServices(async ({opentok}) => {
        const secret = secretFile === undefined ? undefined : await readSecret(secretFile);
        const added = await opentok.projects.add(
          {
            ...(name !== undefined && {name}),
            ...(apiKey !== undefined && {apiKey}),
            ...(secret !== undefined && {secret}),
          },
          'operator',
        );
        console.log(`Added the project ${added.apiKey}.`);
        if (secret === undefined) console.log(`Its secret, which is told this once: ${added.secret}`);
      }),
    );

  project
    .command('list')
    .description('list all, without secrets')
    .action(() =>
      withServices(async ({opentok}) => {
        const rows = (await opentok.projects.list()).map(({apiKey, name, createdAt}) => [
          apiKey,
          name,
          createdAt.toISOString(),
        ]);
        console.log(table([['key', 'name', 'made'], ...rows]));
      }),
    );

  project
    .command('callback')
    .description("send the events of its calls there; another URL takes the former's place")
    .argument('<API key>')
    .argument('<url>')
    .action((apiKey: string, url: string) =>
      withServices(async ({opentok, callbacks}) => {
        await opentok.projects.get(apiKey);
        const {secret} = await callbacks.endpoints.setForProject(apiKey, url, 'operator');
        console.log(`The events of ${apiKey}'s calls are sent there.`);
        if (secret !== undefined) console.log(`Their secret, which is told this once: ${secret}`);
      }),
    );

  project
    .command('remove')
    .description('its requests are refused from now on; its calls go on')
    .argument('<API key>')
    .action((apiKey: string) =>
      withServices(async ({opentok}) => {
        await opentok.projects.remove(apiKey, 'operator');
        console.log(`Removed ${apiKey}.`);
      }),
    );
}
