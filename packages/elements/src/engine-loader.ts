import {SidetoneError, type SipEngine} from '@sidetone/core';

/** Values of the `engine` attribute. */
export type EngineName = 'jssip' | 'sipjs';

const loaders: Record<EngineName, () => Promise<SipEngine>> = {
  jssip: async () => (await import('@sidetone/engine-jssip')).jssip(),
  sipjs: async () => (await import('@sidetone/engine-sipjs')).sipjs(),
};

/** Loads an engine when it is first needed: the only place that knows them. Throws `configuration-invalid`. */
export function engineLoader(name: string): () => Promise<SipEngine> {
  if (!Object.hasOwn(loaders, name)) {
    throw new SidetoneError('configuration-invalid', {
      detail: `engine: "${name}" is none of ${Object.keys(loaders).join(', ')}`,
    });
  }
  return loaders[name as EngineName];
}
