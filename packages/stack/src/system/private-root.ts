import {existsSync} from 'node:fs';
import {mkdir, readdir, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {cacheFolder} from './cache.js';
import {archiveOfThisSystem, downloadPackages, unpack} from './debian.js';
import {StackError} from './error.js';
import {withLock} from './lock.js';
import type {Report} from './report.js';

interface PrivateRootOptions {
  /** What is set up, as people are told: `asterisk`. */
  name: string;
  packages: readonly string[];
  /** What to do where there are no packages for this system. */
  otherwise: string;
  /** Where it is kept, when not in the user's cache. */
  cache?: string;
  /** What is left to do when the packages are unpacked. Afterwards the folder is moved. */
  finish?: (draft: PrivateRoot) => Promise<void>;
}

/** Programs in a folder of their own. */
export interface PrivateRoot {
  root: string;
  /** Where the libraries are. */
  libraries: string;
  /** A program by its path in the folder, `usr/sbin/asterisk`: a command, with `args` before its own arguments. */
  program(path: string): {command: string; args: readonly string[]};
}

/**
 * A server in a folder of its own, in the user's cache: unpacked from Debian's packages, not installed, and run by
 * its own dynamic loader with its own libraries. That needs no rights, no chroot, and touches nothing else.
 */
export async function privateRoot(options: PrivateRootOptions, report: Report): Promise<PrivateRoot> {
  const {cache = cacheFolder()} = options;
  const root = join(cache, `${options.name}-${process.arch}`);
  if (!existsSync(root)) {
    await mkdir(cache, {recursive: true});
    await withLock(`${root}.lock`, report, () =>
      existsSync(root) ? undefined : make(root, options, report),
    );
  }
  return describe(root);
}

async function make(root: string, options: PrivateRootOptions, report: Report): Promise<void> {
  const {name, packages, otherwise, finish} = options;
  const tell = (line: string) => report(`${name}: ${line}`);
  const archive = await archiveOfThisSystem();
  if (!archive) throw new StackError(otherwise);
  const draft = `${root}.draft`;
  // What an earlier set-up left that was broken off.
  await rm(draft, {recursive: true, force: true});
  try {
    const files = await downloadPackages(archive, join(draft, 'apt'), packages, tell);
    await unpack(files, join(draft, 'root'), tell);
    await finish?.(await describe(join(draft, 'root')));
    await rename(join(draft, 'root'), root);
    tell(`ready, kept in ${root}`);
  } finally {
    await rm(draft, {recursive: true, force: true});
  }
}

async function describe(root: string): Promise<PrivateRoot> {
  const loader = await find(join(root, 'usr'), ['lib64', 'lib'], /^ld-linux.*\.so\.\d+$/);
  const triplet = (await readdir(join(root, 'usr/lib'))).find((name) => name.includes('-linux-gnu'));
  if (!loader || !triplet) throw new StackError(`${root} is not complete. Remove it and try again.`);
  const libraries = join(root, 'usr/lib', triplet);
  return {
    root,
    libraries,
    program: (path) => ({command: loader, args: ['--library-path', libraries, join(root, path)]}),
  };
}

async function find(base: string, folders: string[], name: RegExp): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(base, folder);
    if (!existsSync(path)) continue;
    const file = (await readdir(path)).find((entry) => name.test(entry));
    if (file) return join(path, file);
  }
  return undefined;
}
