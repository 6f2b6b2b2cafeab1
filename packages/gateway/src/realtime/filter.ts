import type {RealtimeRow} from './rows.js';

const operators = ['=', 'LIKE', 'NOT LIKE', '!=', '<', '<=', '>', '>='] as const;
type Operator = (typeof operators)[number];

/** One condition of a look-up: the field's name may be followed by an operator, `id LIKE`. */
export interface Filter {
  field: string;
  operator: Operator;
  value: string;
}

/** Reads the fields that Asterisk posts; `undefined` when there is an operator that is not known. */
export function readFilters(fields: Readonly<Record<string, string>>): Filter[] | undefined {
  const filters: Filter[] = [];
  for (const [written, value] of Object.entries(fields)) {
    const [, field = '', symbol = '='] = /^(\S+)(?:\s+(.+?))?\s*$/.exec(written) ?? [];
    const operator = operators.find((one) => one === symbol.toUpperCase());
    if (!field || !operator) return undefined;
    filters.push({field, operator, value});
  }
  return filters;
}

/** Whether a row passes. A field that the row does not have is empty. */
export function matches(row: RealtimeRow, {field, operator, value}: Filter): boolean {
  const own = row[field] ?? '';
  switch (operator) {
    case '=':
      return own === value;
    case '!=':
      return own !== value;
    case 'LIKE':
      return like(value).test(own);
    case 'NOT LIKE':
      return !like(value).test(own);
    case '<':
      return Number(own) < Number(value);
    case '<=':
      return Number(own) <= Number(value);
    case '>':
      return Number(own) > Number(value);
    case '>=':
      return Number(own) >= Number(value);
  }
}

/** SQL's LIKE: `%` is anything, `_` one character, `\` takes the next as it is. */
function like(pattern: string): RegExp {
  const source = pattern.replace(
    /\\(.)|([%_])|([^%_\\]+)/gs,
    (_, escaped?: string, wild?: string, plain?: string) => {
      if (wild) return wild === '%' ? '.*' : '.';
      return (escaped ?? plain ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    },
  );
  return new RegExp(`^${source}$`, 'is');
}
