import {parse} from 'csv-parse/sync';
import {GatewayError} from '../errors.js';
import type {NewMapping} from './mappings.js';

const columns = [
  'sip_user',
  'sip_password',
  'sip_host',
  'sip_port',
  'sip_parameters',
  'sip_headers',
  'peer_type',
  'peer_id',
  'peer_str_id',
  'register',
  'can_call',
  'can_be_called',
] as const;
type Column = (typeof columns)[number];
type Line = Partial<Record<Column, string>>;

const required: readonly Column[] = ['sip_user', 'sip_password', 'sip_host'];
const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  '1': true,
  false: false,
  f: false,
  '0': false,
};

/**
 * Mappings of a CSV text whose first line names the columns of `sip_user_mappings`; empty fields have the
 * table's defaults. Throws `mapping-invalid` with the line and the column of the first mistake.
 */
export function readMappingsCsv(text: string): NewMapping[] {
  let records: {record: Line; info: {lines: number}}[];
  try {
    records = parse(text, {
      columns: checkHeader,
      info: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
    }) as never;
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw new GatewayError('mapping-invalid', {
      detail: `not readable as CSV (${(error as {code?: string}).code ?? 'unknown'})`,
    });
  }
  return records.map(({record, info}) => toMapping(record, info.lines));
}

function checkHeader(names: string[]): string[] {
  const unknown = names.filter((name) => !columns.includes(name as Column));
  const missing = required.filter((name) => !names.includes(name));
  if (unknown.length)
    throw new GatewayError('mapping-invalid', {
      detail: `line 1: no column is named "${unknown.join('", "')}"`,
    });
  if (missing.length)
    throw new GatewayError('mapping-invalid', {
      detail: `line 1: the column ${missing.join(', ')} is missing`,
    });
  return names;
}

function toMapping(line: Line, number: number): NewMapping {
  const wrong = (column: Column, may: string) =>
    new GatewayError('mapping-invalid', {detail: `line ${number}, ${column}: must be ${may}`});
  const given = (column: Column) => line[column] || undefined;
  const need = (column: Column) => {
    const value = given(column);
    if (value === undefined) throw wrong(column, 'given');
    return value;
  };
  const read = <T>(column: Column, may: string, convert: (text: string) => T | undefined): T | undefined => {
    const value = given(column);
    if (value === undefined) return undefined;
    const converted = convert(value);
    if (converted === undefined) throw wrong(column, may);
    return converted;
  };
  const flag = (column: Column) => read(column, 'true or false', (text) => booleans[text.toLowerCase()]);
  if ((given('peer_type') ?? '1') !== '1') throw wrong('peer_type', '1');
  const optional = {
    sipPort: read('sip_port', 'a port', (text) =>
      /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined,
    ),
    sipParameters: read('sip_parameters', 'a JSON object', readObject),
    sipHeaders: read('sip_headers', 'a JSON object', readObject),
    register: flag('register'),
    canCall: flag('can_call'),
    canBeCalled: flag('can_be_called'),
  };
  return {
    sipUser: need('sip_user'),
    sipPassword: need('sip_password'),
    sipHost: need('sip_host'),
    userId: given('peer_id') ?? need('peer_str_id'),
    ...withoutUndefined(optional),
  };
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined;
  } catch {
    return undefined;
  }
}

type Present<T> = {[K in keyof T]?: Exclude<T[K], undefined>};
function withoutUndefined<T extends object>(object: T): Present<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Present<T>;
}
