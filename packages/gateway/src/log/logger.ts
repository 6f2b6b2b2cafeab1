import {pino, type DestinationStream, type Logger} from 'pino';
import {describeError} from './describe-error.js';
import {withoutSecrets} from './without-secrets.js';

export type {Logger};

/** The structured log: JSON lines without passwords, PINs and tokens, telephone numbers cut down. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    serializers: {err: describeError},
    formatters: {
      level: (label: string) => ({level: label}),
      bindings: (fields: Record<string, unknown>) => withoutSecrets(fields) as Record<string, unknown>,
      log: (fields: Record<string, unknown>) => withoutSecrets(fields) as Record<string, unknown>,
    },
    hooks: {
      logMethod(this: Logger, args: Parameters<Logger['info']>, method: (...args: never[]) => void) {
        const clean = args.map((arg: unknown) => (typeof arg === 'string' ? withoutSecrets(arg) : arg));
        method.apply(this, clean as never[]);
      },
    },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
  };
  return withCleanChildren(destination ? pino(options, destination) : pino(options));
}

/** Pino applies `formatters.bindings` to the root only: a child's fields are cleaned when it is made. */
function withCleanChildren(root: Logger): Logger {
  const {child} = root;
  root.child = function (this: Logger, fields: Record<string, unknown>, ...rest: never[]) {
    return child.call(this, withoutSecrets(fields) as Record<string, unknown>, ...rest);
  } as Logger['child'];
  return root;
}
