import type {Command} from 'commander';
import {examine} from '../doctor/doctor.js';
import type {Finding} from '../doctor/finding.js';
import {createServices} from '../services.js';
import {readSettings} from '../settings/settings.js';

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
      const services = await createServices({...readSettings(), LOG_LEVEL: 'silent'});
      try {
        const findings = await examine(services);
        console.log(json ? JSON.stringify(findings, null, 2) : findings.map(describe).join('\n'));
        if (findings.some(({state}) => state === 'bad')) process.exitCode = 1;
      } finally {
        await services.database.close();
      }
    });
}

const describe = ({subject, state, says, remedy}: Finding) =>
  `${marks[state]}${subject}: ${says}${remedy ? `\n           → ${remedy}` : ''}`;
