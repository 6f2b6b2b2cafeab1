import type {Settings} from '../settings/table.js';

/** Whether there is a database only as long as the process lasts: each command has one of its own. */
export const isInMemory = ({DATABASE_URL, DATABASE_FOLDER}: Settings) =>
  DATABASE_URL === undefined && DATABASE_FOLDER === 'memory';

/** What that means, and what to do about it. */
export const inMemory = {
  says: 'The database is in memory: everything is forgotten when the gateway ends.',
  remedy: 'Set DATABASE_FOLDER or DATABASE_URL.',
};
