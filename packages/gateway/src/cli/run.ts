import {isInMemory} from '../database/in-memory.js';
import {createServices, type Services} from '../services.js';
import {readSettings} from '../settings/settings.js';

/** Does one thing with the services over a schema that is up to date, logging problems only, then closes the database. */
export async function withServices(work: (services: Services) => Promise<void>): Promise<void> {
  const settings = readSettings();
  if (isInMemory(settings))
    throw new Error(
      'Set DATABASE_URL or DATABASE_FOLDER: without them everything would be forgotten at once.',
    );
  const services = await createServices({...settings, LOG_LEVEL: 'warn'});
  try {
    await services.database.migrate();
    await work(services);
  } finally {
    await services.database.close();
  }
}

/** Lines of text in columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
