import {readFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Child} from './child.js';
import {StackError} from './error.js';

interface ReadyOptions {
  /** What is started, for the error's text. */
  name: string;
  /** Milliseconds. */
  timeout?: number;
  /** Files whose last lines tell what was wrong. */
  logs: readonly string[];
}

/** Resolves when a server that was just started answers. When it does not, it is ended, and the error shows its log. */
export async function untilReady(
  child: Child,
  answers: () => Promise<boolean>,
  {name, timeout = 30_000, logs}: ReadyOptions,
): Promise<void> {
  let failure: string | undefined;
  void child.exited.then((how) => (failure = `${name} ended (${how}) while it was starting.`));
  const deadline = Date.now() + timeout;
  while (!failure && !(await answers())) {
    if (Date.now() > deadline) failure = `${name} did not answer within ${timeout / 1000} s.`;
    await sleep(50);
  }
  if (!failure) return;
  await child.stop();
  throw new StackError(`${failure}\n${await lastLines(logs)}`);
}

async function lastLines(files: readonly string[]): Promise<string> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return texts.flatMap((text) => text.trimEnd().split('\n').slice(-8)).join('\n');
}
