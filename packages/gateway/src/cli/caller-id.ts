import type {Command} from 'commander';
import type {CallerIdPatterns} from '../routing/caller-ids.js';
import {table, withServices} from './run.js';

/** `caller-id set | list | remove`. */
export function callerIdCommands(program: Command): void {
  const callerId = program.command('caller-id').description('how those who call out of a room appear');

  callerId
    .command('set')
    .description(
      'patterns may have {id}, {deviceId}, {deviceAlias}, {userId}, {userAlias}, {tag}, {roles} and {region}',
    )
    .argument('<room>')
    .option('--display-name <pattern>', 'left out, no name is shown')
    .option('--username <pattern>', "left out, the trunk's username")
    .action((room: string, patterns: CallerIdPatterns) =>
      withServices(async ({callerIds}) => {
        await callerIds.set(room, patterns, 'operator');
        console.log(`Set for ${room}.`);
      }),
    );

  callerId
    .command('list')
    .description('list all')
    .action(() =>
      withServices(async ({callerIds}) => {
        const rows = (await callerIds.list()).map(({channelId, displayName = '', username = ''}) => [
          channelId,
          displayName,
          username,
        ]);
        console.log(table([['room', 'display name', 'username'], ...rows]));
      }),
    );

  callerId
    .command('remove')
    .description('as the trunk has it')
    .argument('<room>')
    .action((room: string) =>
      withServices(async ({callerIds}) => {
        await callerIds.remove(room, 'operator');
        console.log(`Removed for ${room}.`);
      }),
    );
}
