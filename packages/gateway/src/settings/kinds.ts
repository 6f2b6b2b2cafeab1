import {Type, type Static, type TSchema} from '@fastify/type-provider-typebox';
import {Value} from 'typebox/value';
import {readDuration} from './duration.js';

/** What a setting may be, and how it is read from text. */
export interface Kind<T> {
  /** Completes "must be …" in the message about a wrong value. */
  readonly may: string;
  /** The value, or `undefined` when the text is none. */
  read(text: string): T | undefined;
  /** Never shown in a message. */
  readonly secret?: boolean;
}

function kind<S extends TSchema>(
  schema: S,
  may: string,
  convert: (text: string) => unknown,
): Kind<Static<S>> {
  return {
    may,
    read: (text) => {
      const value = convert(text);
      return Value.Check(schema, value) ? (value as Static<S>) : undefined;
    },
  };
}

const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

export const boolean = kind(Type.Boolean(), '"true" or "false"', (text) => booleans[text.toLowerCase()]);

export function integer(minimum: number, maximum: number): Kind<number> {
  const may = `a whole number from ${minimum} to ${maximum}`;
  return kind(Type.Integer({minimum, maximum}), may, (text) =>
    /^-?\d+$/.test(text) ? Number(text) : undefined,
  );
}

export const text = kind(Type.String({minLength: 1}), 'a text', (value) => value);

export function pattern(expression: RegExp, may: string): Kind<string> {
  return kind(Type.String(), may, (value) => (expression.test(value) ? value : undefined));
}

/** A text of `minLength` characters or more that no message repeats. */
export function secret(minLength: number): Kind<string> {
  const may = `a secret of ${minLength} characters or more`;
  return {...kind(Type.String({minLength}), may, (value) => value), secret: true};
}

export function choice<const T extends string>(...values: readonly T[]): Kind<T> {
  const may = `one of ${values.map((value) => `"${value}"`).join(', ')}`;
  return {may, read: (value) => values.find((one) => one === value)};
}

/** Milliseconds, written `30 minutes`. */
export const duration: Kind<number> = {
  may: 'a time such as "30 minutes", "1 hour", "500 ms"',
  read: readDuration,
};

export function url(...protocols: readonly string[]): Kind<string> {
  const may = `an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  return {
    may,
    read: (value) => (URL.canParse(value) && protocols.includes(new URL(value).protocol) ? value : undefined),
  };
}

export interface ListenAddress {
  host: string;
  port: number;
}

/** Where to listen; on loopback when only a port is given. */
export const listenAddress: Kind<ListenAddress> = {
  may: 'an address with a port such as "127.0.0.1:9060", or a port',
  read: (value) => {
    const [, bracketed, plain, digits] =
      /^(?:(?:\[([0-9a-f:.]+)\]|([A-Za-z0-9.-]+)):)?(\d{1,5})$/i.exec(value) ?? [];
    const port = Number(digits);
    return port >= 1 && port <= 65_535 ? {host: bracketed ?? plain ?? '127.0.0.1', port} : undefined;
  },
};

/** Several, with commas between them. */
export function list<T>(item: Kind<T>): Kind<readonly T[]> {
  return {
    may: `${item.may}, or several with commas between`,
    read: (value) => {
      const parts = value.split(',').map((part) => part.trim());
      const items = parts.filter(Boolean).map((part) => item.read(part));
      return items.some((one) => one === undefined) ? undefined : (items as T[]);
    },
  };
}

/** A value written as JSON. `may` says its shape. */
export function json<S extends TSchema>(schema: S, may: string): Kind<Static<S>> {
  return {
    ...kind(schema, may, (value) => {
      try {
        return JSON.parse(value) as unknown;
      } catch {
        return undefined;
      }
    }),
    secret: true,
  };
}
