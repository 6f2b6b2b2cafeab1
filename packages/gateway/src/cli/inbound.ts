import type {Command} from 'commander';
import {table, withServices} from './run.js';

/** `inbound add | list | remove`. */
export function inboundCommands(program: Command): void {
  const inbound = program.command('inbound').description('which channel calls of trunks are for');

  inbound
    .command('add')
    .description('lead calls to an address into a channel')
    .argument('<sip username>', 'the URI that was called: sip:+41446681800@provider.example.org')
    .argument('<channel id>', 'a room; it is made with the first call')
    .action((sipUsername: string, channelId: string) =>
      withServices(async ({routing}) => {
        const added = await routing.mappings.add({sipUsername, channelId}, 'operator');
        console.log(`Calls to ${added.sipUsername} go to ${added.channelId}.`);
      }),
    );

  inbound
    .command('list')
    .description('list all')
    .action(() =>
      withServices(async ({routing}) => {
        const rows = (await routing.mappings.list()).map(({sipUsername, channelId}) => [
          sipUsername,
          channelId,
        ]);
        console.log(table([['address', 'channel'], ...rows]));
      }),
    );

  inbound
    .command('remove')
    .description('calls to the address are led by the webhook from now on, if there is one')
    .argument('<sip username>')
    .action((sipUsername: string) =>
      withServices(async ({routing}) => {
        await routing.mappings.remove(sipUsername, 'operator');
        console.log(`Removed ${sipUsername}.`);
      }),
    );
}
