import {openDatabase, type Database} from '../../packages/gateway/src/database/database.js';
import {startPostgres} from '../../packages/stack/src/index.js';

/** Does the same on PGlite and on PostgreSQL, each migrated and empty. */
export async function onEachDatabase(
  work: (kind: string, database: Database) => Promise<void>,
): Promise<void> {
  for (const kind of ['PGlite', 'PostgreSQL']) {
    const server = kind === 'PostgreSQL' ? await startPostgres() : undefined;
    const database = await openDatabase({url: server?.url});
    try {
      await database.migrate();
      await work(kind, database);
    } finally {
      await database.close();
      await server?.stop();
    }
  }
}
