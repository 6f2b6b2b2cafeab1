import type {BrowserCommand} from 'vitest/node';
import type {AsteriskControl} from './control.js';

type Method = keyof AsteriskControl;

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** Asks the far side in Asterisk. */
    farEnd<Name extends Method>(
      name: Name,
      ...options: Parameters<AsteriskControl[Name]>
    ): Promise<Awaited<ReturnType<AsteriskControl[Name]>>>;
  }
}

/** Commands and set-up are loaded apart, in one process. */
const running = Symbol.for('sidetone.contract.asterisk');
const process_ = globalThis as {[running]?: AsteriskControl};

export function setControl(control: AsteriskControl | undefined): void {
  if (control) process_[running] = control;
  else delete process_[running];
}

export const farEndCommand: BrowserCommand<[name: Method, ...options: never[]]> = (
  _context,
  name,
  ...options
) => {
  const control = process_[running];
  if (!control) throw new Error('Asterisk is not running.');
  const act = control[name] as (...options: never[]) => Promise<unknown>;
  return act.apply(control, options);
};
