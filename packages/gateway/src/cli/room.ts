import {InvalidArgumentError, type Command} from 'commander';
import {dialIn} from '../rooms/dial-in.js';
import {languages, type Language} from '../rooms/languages.js';
import {table, withServices} from './run.js';

/** `room create | list`. */
export function roomCommands(program: Command): void {
  const room = program.command('room').description('rooms that phones can join');

  room
    .command('create')
    .description('make a room, and say how phones join it')
    .argument('<name>')
    .option('--language <language>', languages.join(', '), language)
    .action((name: string, options: {language?: Language}) =>
      withServices(async ({rooms, settings}) => {
        const chosen = options.language ?? settings.ROOM_TELEPHONY_DEFAULT_LANGUAGE;
        const created = await rooms.create(name, {language: chosen}, 'operator');
        const {numbers, pinGrouped} = dialIn(created.room, await rooms.pinOf(name), settings);
        console.log(`${created.created ? 'Made' : 'There is'} the room ${name}. PIN: ${pinGrouped}`);
        for (const {international, tel} of numbers) console.log(`${international}  ${tel}`);
      }),
    );

  room
    .command('list')
    .description('list all, without PINs')
    .action(() =>
      withServices(async ({rooms}) => {
        const rows = (await rooms.list()).map((one) => [
          one.name,
          one.status,
          one.language,
          one.createdAt.toISOString(),
        ]);
        console.log(table([['name', 'status', 'language', 'made'], ...rows]));
      }),
    );
}

function language(value: string): Language {
  const known = languages.find((one) => one === value);
  if (!known) throw new InvalidArgumentError(`It is one of ${languages.join(', ')}.`);
  return known;
}
