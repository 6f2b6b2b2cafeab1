import type {CallEntry} from './entry.js';

/** Which of two words about one call counts: a lower revision is older. */
export function isOlder(entry: CallEntry, than: CallEntry): boolean {
  return entry.revision !== undefined && than.revision !== undefined && entry.revision < than.revision;
}

/** Whether both are of the same moment. */
export function isSame(entry: CallEntry, other: CallEntry): boolean {
  return entry.revision !== undefined && entry.revision === other.revision;
}

/** Everybody reads the room's metadata: what only this person was told of the number is kept. */
export function withKnownNumber(entry: CallEntry, known: CallEntry | undefined): CallEntry {
  const number = known?.number;
  return number !== undefined && entry.number?.includes('•') ? {...entry, number} : entry;
}
