import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestProject} from 'vitest/node';
import {createStack, type StackUsers} from '../../../packages/stack/src/index.js';
import {setControl} from './command.js';
import {AsteriskControl} from './control.js';
import {contractDialplan, contractEndpoints} from './dialplan.js';

declare module 'vitest' {
  interface ProvidedContext {
    asterisk: {ws: string; users: StackUsers};
  }
}

/** An Asterisk of this run's own, in this process. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sidetone-contract-'));
  const stack = await createStack({
    folder,
    report: (line) => project.vitest.logger.log(line),
    // `channel redirect`
    asteriskModules: ['res_clioriginate'],
    asteriskConfiguration: {'extensions.conf': contractDialplan, 'pjsip.conf': contractEndpoints},
  });
  setControl(new AsteriskControl(stack));
  project.provide('asterisk', {ws: stack.addresses.asterisk.ws, users: stack.addresses.users});
  return async () => {
    setControl(undefined);
    await stack.stop();
    await rm(folder, {recursive: true, force: true});
  };
}
