import {readFile} from 'node:fs/promises';
import {text} from 'node:stream/consumers';

/** A secret from a file, or with `-` from standard input: arguments are seen by everybody on the machine. */
export const readSecret = async (path: string): Promise<string> =>
  (await (path === '-' ? text(process.stdin) : readFile(path, 'utf8'))).replace(/\r?\n$/, '');
