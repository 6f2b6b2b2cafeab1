// Writes docs/settings.md from the gateway's table of settings. `--check` writes nothing and fails when the page is stale.
import {tsImport} from 'tsx/esm/api';
import {docsPage, table} from './lib/docs-page.mjs';

const {settingTable} = await tsImport('../packages/gateway/src/settings/table.ts', import.meta.url);

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
  ['ms', 1],
];

function duration(ms) {
  const [unit, size] = units.find(([, size]) => ms % size === 0);
  const count = ms / size;
  return `${count} ${unit}${count === 1 || unit === 'ms' ? '' : 's'}`;
}

function written({kind, value}) {
  if (value === undefined || value.length === 0) return '';
  if (kind.may.startsWith('a time')) return `\`${duration(value)}\``;
  return `\`${typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : JSON.stringify(value)}\``;
}

await docsPage('settings.md', 'docs-settings.mjs', [
  '# Settings of the gateway',
  '',
  'Each is an environment variable, or a line `NAME = value` of the file that `SIDETONE_SETTINGS` names; the environment outranks the',
  'file. Names in small letters are in capitals in the environment, with `_` for `.` and `-`: `modules.sip.user-prefix` is',
  '`MODULES_SIP_USER_PREFIX`. A wrong value is named at the start, with what it may be, and the gateway does not start.',
  '',
  ...table(
    ['Name', 'What it is', 'It must be', 'Left out'],
    Object.entries(settingTable).map(([name, row]) => [`\`${name}\``, row.about, row.kind.may, written(row)]),
  ),
]);
