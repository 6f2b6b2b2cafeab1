import type {Command} from 'commander';
import {serve} from '../serve.js';
import {readSettings} from '../settings/settings.js';
import {parts} from '../parts.js';

/** `serve`: until SIGTERM or SIGINT; a second one ends it at once. */
export function serveCommand(program: Command): void {
  program
    .command('serve', {isDefault: true})
    .description('run the gateway')
    .action(async () => {
      const gateway = await serve(readSettings(), parts);
      const {log, database} = gateway.services;
      log.info({url: gateway.url, database: database.kind}, 'the gateway is up');
      let ending = false;
      const end = (signal: NodeJS.Signals) => {
        if (ending) process.exit(1);
        ending = true;
        log.info({signal}, 'the gateway is going down');
        void gateway.close().then(() => process.exit(0));
      };
      process.on('SIGTERM', end);
      process.on('SIGINT', end);
    });
}
