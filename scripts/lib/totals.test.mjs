import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {addTotals, playwrightTotals, vitestTotals} from './totals.mjs';

test('Vitest: a failure says where and what; a file that cannot be loaded is one too', () => {
  const report = {numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0};
  const failureMessages = ['\u001b[31mexpected 1 to be 2\u001b[39m\n    at it (file.ts:3:4)'];
  const testResults = [
    {
      name: join(process.cwd(), 'a.test.ts'),
      status: 'failed',
      assertionResults: [],
      message: 'no such module',
    },
    {
      name: join(process.cwd(), 'b.test.ts'),
      status: 'failed',
      assertionResults: [
        {status: 'passed', fullName: 'works', failureMessages: []},
        {status: 'failed', fullName: 'adds up', failureMessages},
      ],
    },
  ];
  expect(vitestTotals({...report, testResults})).toEqual({
    passed: 3,
    failed: 2,
    skipped: 2,
    failures: ['b.test.ts › adds up\n    expected 1 to be 2', 'a.test.ts\n    no such module'],
  });
});

test('Playwright: an error outside the tests and a test that passed only at the second try are failures', () => {
  const stats = {expected: 5, unexpected: 1, flaky: 1, skipped: 4};
  const spec = (title, status, results) => ({
    file: 'calls.spec.ts',
    title,
    tests: [{projectName: 'jssip', status, results}],
  });
  const late = {error: {message: 'Too late.'}};
  const suites = [
    {
      specs: [spec('rings', 'expected', [{}])],
      suites: [{specs: [spec('speaks', 'unexpected', [late]), spec('ends', 'flaky', [late, {}])]}],
    },
  ];
  expect(playwrightTotals({stats, suites, errors: [{message: 'No browser.'}]})).toEqual({
    passed: 5,
    failed: 3,
    skipped: 4,
    failures: [
      'jssip › calls.spec.ts › speaks\n    Too late.',
      'jssip › calls.spec.ts › ends\n    Too late.',
      'outside of any test\n    No browser.',
    ],
  });
});

test('Playwright: what the page showed and said and the overview of its calls are told with the failure', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'totals-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  const attached = async (name, text) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return {name, path};
  };
  const attachments = [
    await attached(
      'error-context',
      '# Page snapshot\n\n```yaml\n- button "Call"\n  - img\n```\n\n# Source\n',
    ),
    await attached('sip-ladder.txt', 'INVITE\n200 OK\n\nINVITE sip:608@sidetone.test SIP/2.0\n'),
    await attached('trace', 'a heap'),
    {name: 'console.txt', body: 'Tm90aGluZw=='},
  ];
  const results = [{error: {message: 'Too late.'}, attachments}];
  const specs = [
    {file: 'a.spec.ts', title: 'rings', tests: [{projectName: 'jssip', status: 'unexpected', results}]},
  ];
  const stats = {expected: 0, unexpected: 1, flaky: 0, skipped: 0};
  expect(playwrightTotals({stats, suites: [{specs}], errors: []}).failures).toEqual([
    [
      'jssip › a.spec.ts › rings',
      '    Too late.',
      '    error-context:',
      '      - button "Call"',
      '        - img',
      '    sip-ladder.txt:',
      '      INVITE',
      '      200 OK',
      '    console.txt:',
      '      Nothing',
    ].join('\n'),
  ]);
});

test('totals add up', () => {
  const one = {passed: 1, failed: 2, skipped: 3, failures: ['a']};
  expect(addTotals(one, one)).toEqual({passed: 2, failed: 4, skipped: 6, failures: ['a', 'a']});
});
