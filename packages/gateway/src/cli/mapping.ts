import {readFile} from 'node:fs/promises';
import {text} from 'node:stream/consumers';
import {InvalidArgumentError, type Command} from 'commander';
import {readMappingsCsv} from '../mappings/csv.js';
import {mappingId} from '../mappings/mapping.js';
import {transports} from '../mappings/sip-columns.js';
import {table, withServices} from './run.js';

interface AddOptions {
  user: string;
  host: string;
  port?: number;
  transport: string;
  httpHost?: string;
  location?: string;
  for: string;
  passwordFile: string;
  register: boolean;
  canCall: boolean;
  canBeCalled: boolean;
}

/** `-` is standard input. */
const read = (path: string) => (path === '-' ? text(process.stdin) : readFile(path, 'utf8'));

/** `mapping add | list | import`. */
export function mappingCommands(program: Command): void {
  const mapping = program.command('mapping').description('SIP users of conference users');

  mapping
    .command('add')
    .description('add one')
    .requiredOption('--user <sip user>', 'sip_user')
    .requiredOption('--host <host>', 'sip_host')
    .requiredOption('--for <user id>', 'whose it is: peer_id, or peer_str_id when it is no number')
    .requiredOption('--password-file <path>', 'file with the SIP password; - reads it from standard input')
    .option('--port <port>', 'sip_port', port)
    .option('--transport <transport>', transports.join(', '), transport, 'udp')
    .option('--http-host <host:port>', 'host of sip_headers, for ws and wss')
    .option('--location <path>', 'location of sip_headers, for ws and wss')
    .option('--no-register', 'do not register')
    .option('--no-can-call', 'no outgoing calls')
    .option('--no-can-be-called', 'no incoming calls')
    .action((options: AddOptions) =>
      withServices(async ({mappings}) => {
        const {transport, httpHost, location, port} = options;
        const added = await mappings.add(
          {
            sipUser: options.user,
            sipPassword: (await read(options.passwordFile)).replace(/\r?\n$/, ''),
            sipHost: options.host,
            userId: options.for,
            sipParameters: {transport, ...(transport.startsWith('ws') && {method: 'GET'})},
            sipHeaders: {...(httpHost && {host: httpHost}), ...(location && {location})},
            register: options.register,
            canCall: options.canCall,
            canBeCalled: options.canBeCalled,
            ...(port !== undefined && {sipPort: port}),
          },
          'operator',
        );
        console.log(`Added sip:${mappingId(added)} for user ${added.userId}.`);
      }),
    );

  mapping
    .command('list')
    .description('list all, without passwords')
    .action(() =>
      withServices(async ({mappings}) => {
        const rows = (await mappings.all()).map((one) => [
          `sip:${mappingId(one)}`,
          one.userId,
          `${one.transport} ${one.sipPort}`,
          ...[one.register, one.canCall, one.canBeCalled].map((flag) => (flag ? 'yes' : 'no')),
        ]);
        console.log(
          table([['address', 'user', 'transport', 'register', 'can call', 'can be called'], ...rows]),
        );
      }),
    );

  mapping
    .command('import')
    .description('add all of a CSV file whose first line names the columns; all or none')
    .argument('<file>', '- reads standard input')
    .action((path: string) =>
      withServices(async ({mappings}) => {
        const added = await mappings.addAll(readMappingsCsv(await read(path)), 'operator');
        console.log(`Added ${added.length} mapping${added.length === 1 ? '' : 's'}.`);
      }),
    );
}

function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new InvalidArgumentError('It is 1 to 65535.');
  return number;
}

function transport(value: string): string {
  if (!transports.some((one) => one === value))
    throw new InvalidArgumentError(`It is one of ${transports.join(', ')}.`);
  return value;
}
