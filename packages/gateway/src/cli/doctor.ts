import type {Command} from 'commander';
import {examine} from '../doctor/doctor.js';
import {openDatabase} from '../database/database.js';
import {FolderInUseError} from '../database/folder-lock.js';
import {inMemory, isInMemory} from '../database/in-memory.js';
import {doubtful, skipped, type Finding} from '../doctor/finding.js';
import {createServices, type Services} from '../services.js';
import {readSettings} from '../settings/settings.js';
import type {Settings} from '../settings/table.js';

const marks: Record<Finding['state'], string> = {
  good: 'good     ',
  doubtful: 'doubtful ',
  bad: 'BAD      ',
  skipped: '–        ',
};

/** `doctor`: what is wrong, and what to do. Its exit code is 1 when something is bad. */
export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('look at Asterisk, LiveKit, the database, webhooks and clocks, and say what is wrong')
    .option(
      '--json',
      'print [{"subject", "state", "says", "remedy"?}]; state is good, doubtful, bad or skipped',
    )
    .action(async ({json}: {json?: boolean}) => {
      const {services, database} = await open();
      try {
        const findings = await examine(services, database);
        console.log(json ? JSON.stringify(findings, null, 2) : findings.map(describe).join('\n'));
        if (findings.some(({state}) => state === 'bad')) process.exitCode = 1;
      } finally {
        await services.database.close();
      }
    });
}

/** PGlite can be opened by one process alone: while a gateway runs, the rest is looked at. One in memory is empty here. */
async function open(): Promise<{services: Services; database?: Finding}> {
  const settings: Settings = {...readSettings(), LOG_LEVEL: 'silent'};
  try {
    const services = await createServices(settings);
    const {says, remedy} = inMemory;
    return isInMemory(settings)
      ? {services, database: doubtful('Database: PGlite', says, remedy)}
      : {services};
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    const services = await createServices(settings, {database: await openDatabase()});
    return {
      services,
      database: skipped('Database: PGlite', `${error.message} A gateway that runs looks after it.`),
    };
  }
}

const describe = ({subject, state, says, remedy}: Finding) =>
  `${marks[state]}${subject}: ${says}${remedy ? `\n           → ${remedy}` : ''}`;
