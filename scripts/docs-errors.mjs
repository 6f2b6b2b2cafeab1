// Writes docs/errors.md from the tables of @sidetone/core. `--check` writes nothing and fails when the page is stale.
import {tsImport} from 'tsx/esm/api';
import {docsPage, table} from './lib/docs-page.mjs';

const load = (file) => tsImport(`../packages/core/src/${file}.ts`, import.meta.url);

const {errorTable} = await load('errors');
const {sipStatusTable} = await load('sip-status-table');
const {q850Table} = await load('q850');

const meanings = (meaningTable) =>
  Object.entries(meaningTable).map(([code, [cause, message]]) => [code, `\`${cause}\``, message]);

await docsPage('errors.md', 'docs-errors.mjs', [
  '# Errors and causes',
  '',
  'Everything that goes wrong has a stable code: compare the code, show the text. The elements translate both.',
  '',
  '## Errors',
  '',
  'Each is a `SidetoneError` with this `code`. Its `message` is this text, with the details of the case in brackets.',
  '',
  ...table(
    ['Code', 'Text'],
    Object.entries(errorTable).map(([code, message]) => [`\`${code}\``, message]),
  ),
  '',
  '## Why a call ended',
  '',
  'A call that is over is `rejected` (it never connected) or `cleared`, with a `cause`, the SIP response `code` where there was',
  'one, and a `message`. A response that is not listed means what its class does: 499 is read as 400. Where the server says when to',
  'call again (`Retry-After`), the message says so too.',
  '',
  ...table(['SIP response', 'Cause', 'Message'], meanings(sipStatusTable)),
  '',
  '## Causes from the telephone network',
  '',
  'Gateways add a Q.850 cause in a `Reason` header. It is used where the SIP response says little (0, 400, 480, 500, 502, 503), and',
  'for calls that the far side ended.',
  '',
  ...table(['Q.850', 'Cause', 'Message'], meanings(q850Table)),
]);
