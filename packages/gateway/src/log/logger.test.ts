import {DrizzleQueryError} from 'drizzle-orm/errors';
import {expect, test} from 'vitest';
import {createLogger} from './logger.js';

function log(write: (logger: ReturnType<typeof createLogger>) => void): string {
  let lines = '';
  write(createLogger('trace', {write: (line) => void (lines += line)}));
  return lines;
}

test('secrets are left out wherever they are', () => {
  const text = log((logger) => {
    logger.info({password: 'p1', nested: {sipPassword: 'p2', list: [{pin: '1234567890'}]}, token: 't1'}, 'x');
    logger.child({authorization: 'Bearer t2'}).info({digits: '4711', md5_cred: 'h1'}, 'y');
  });
  for (const secret of ['p1', 'p2', '1234567890', 't1', 't2', '4711', 'h1'])
    expect(text).not.toContain(`"${secret}"`);
  expect(text).not.toContain('t2');
  // What they were in is still told.
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({msg}) => msg)).toEqual(['x', 'y']);
  expect(lines[0]).toMatchObject({nested: {list: [{}]}});
});

test('telephone numbers are shortened', () => {
  const text = log((logger) => {
    logger.info({caller: '0446681800', to: 'sip:+41446681801@pbx'}, 'a call from +41446681802');
    logger.error({err: new Error('no route to tel:+41446681803')}, 'failed');
  });
  expect(text).not.toMatch(/44668180\d/);
  expect(text).toContain('a call from +41…02');
});

test('an error is described without the parameters of a query', () => {
  const cause = Object.assign(new Error('relation "x" does not exist'), {
    code: '42P01',
    detail: 'Failing row contains (hunter2)',
  });
  const failed = new DrizzleQueryError('insert into x values ($1)', ['hunter2'], cause);
  const text = log((logger) => logger.error({err: new Error('it failed', {cause: failed})}, 'oops'));
  expect(text).toContain('relation \\"x\\" does not exist');
  expect(text).toContain('42P01');
  expect(text).not.toContain('hunter2');
});
