import {InvalidArgumentError, Option, type Command} from 'commander';
import {trunkTransports, type TrunkFields} from '../trunks/trunk.js';
import type {TrunkState} from '../trunks/trunks.js';
import {readSecret} from './read-secret.js';
import {table, withServices} from './run.js';

type Options = Partial<Omit<TrunkFields, 'password'>> & {passwordFile?: string};

const number = (value: string) => {
  if (!/^-?\d+$/.test(value)) throw new InvalidArgumentError('a whole number');
  return Number(value);
};
const yesNo = (value: string) => {
  if (value !== 'yes' && value !== 'no') throw new InvalidArgumentError('yes or no');
  return value === 'yes';
};

const withFields = (command: Command) =>
  command
    .addOption(new Option('--transport <transport>').choices(trunkTransports))
    .option('--port <port>', 'left out, 5060, or 5061 for tls', number)
    .option('--register <yes|no>', 'whether to register there', yesNo)
    .option('--can-terminate <yes|no>', 'whether calls may go out by it', yesNo)
    .option('--username <username>')
    .option('--authorization-id <id>', 'digest user name, where it is not the username')
    .option('--password-file <path>', 'file with its password; - reads it from standard input')
    .option('--position <number>', 'outgoing calls take the lowest first', number);

const availability = ({available, retryAt}: TrunkState) =>
  available ? 'yes' : retryAt && retryAt.getTime() > Date.now() ? `from ${retryAt.toISOString()}` : 'no';

async function fieldsOf({passwordFile, ...fields}: Options): Promise<Partial<TrunkFields>> {
  return {...fields, ...(passwordFile !== undefined && {password: await readSecret(passwordFile)})};
}

/** `trunk add | list | set | remove`. */
export function trunkCommands(program: Command): void {
  const trunk = program.command('trunk').description('providers of telephone numbers');

  withFields(trunk.command('add').argument('<id>', 'a short name').argument('<domain>'))
    .description('make a trunk')
    .action((id: string, domain: string, options: Options) =>
      withServices(async ({trunks}) => {
        await trunks.add(id, {...(await fieldsOf(options)), domain}, 'operator');
        console.log(`Added the trunk ${id}.`);
      }),
    );

  trunk
    .command('list')
    .description('list all, with how they are')
    .action(() =>
      withServices(async ({trunks}) => {
        const rows = (await trunks.list()).map(({trunk: {id, domain, port, transport, username}, state}) => [
          id,
          `${domain}:${port}/${transport}`,
          username,
          availability(state),
          state.registrations
            .map(({asteriskId, state: one, code}) => `${asteriskId}: ${one}${code ? ` (${code})` : ''}`)
            .join(', '),
          state.lastError ?? '',
        ]);
        console.log(
          table([['id', 'address', 'username', 'available', 'registration', 'last error'], ...rows]),
        );
      }),
    );

  withFields(trunk.command('set').argument('<id>'))
    .option('--domain <domain>')
    .description('change a trunk; calls that are up go on')
    .action((id: string, options: Options) =>
      withServices(async ({trunks}) => {
        await trunks.change(id, await fieldsOf(options), 'operator');
        console.log(`Changed the trunk ${id}.`);
      }),
    );

  trunk
    .command('remove')
    .description('remove a trunk; calls that are up go on')
    .argument('<id>')
    .action((id: string) =>
      withServices(async ({trunks}) => {
        await trunks.remove(id, 'operator');
        console.log(`Removed the trunk ${id}.`);
      }),
    );
}
