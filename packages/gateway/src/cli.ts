#!/usr/bin/env node
import {Command} from 'commander';
import {GatewayError} from './errors.js';
import {callbackCommands} from './cli/callback.js';
import {asteriskConfigCommand} from './cli/asterisk-config.js';
import {doctorCommand} from './cli/doctor.js';
import {inboundCommands} from './cli/inbound.js';
import {mappingCommands} from './cli/mapping.js';
import {projectCommands} from './cli/project.js';
import {promptsCommand} from './cli/prompts.js';
import {roomCommands} from './cli/room.js';
import {trunkCommands} from './cli/trunk.js';
import {callerIdCommands} from './cli/caller-id.js';
import {withServices} from './cli/run.js';
import {serveCommand} from './cli/serve.js';
import {SettingsError} from './settings/settings.js';

const program = new Command('sidetone-gateway')
  .description(
    'The server beside Asterisk and LiveKit. Settings come from the environment and the file SIDETONE_SETTINGS.',
  )
  .showHelpAfterError();
serveCommand(program);
program
  .command('migrate')
  .description('bring the database up to date')
  .action(() => withServices(async () => console.log('The database is up to date.')));
mappingCommands(program);
roomCommands(program);
trunkCommands(program);
callerIdCommands(program);
projectCommands(program);
inboundCommands(program);
callbackCommands(program);
asteriskConfigCommand(program);
promptsCommand(program);
doctorCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  // Mistakes of the person who called it need no stack.
  const expected =
    error instanceof SettingsError || error instanceof GatewayError || (error as Error).name === 'Error';
  console.error(expected ? (error as Error).message : error);
  process.exitCode = 1;
}
