import {expect, test} from 'vitest';
import {addTotals, playwrightTotals, vitestTotals} from './totals.mjs';

test('a test file that cannot be loaded is a failure', () => {
  const report = {numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0};
  const testResults = [
    {status: 'failed', assertionResults: []},
    {status: 'failed', assertionResults: [{}]},
  ];
  expect(vitestTotals({...report, testResults})).toEqual({passed: 3, failed: 2, skipped: 2});
});

test('an error outside the tests and a test that passed only at the second try are failures', () => {
  const stats = {expected: 5, unexpected: 1, flaky: 1, skipped: 4};
  expect(playwrightTotals({stats, errors: [{}]})).toEqual({passed: 5, failed: 3, skipped: 4});
});

test('totals add up', () => {
  const one = {passed: 1, failed: 2, skipped: 3};
  expect(addTotals(one, one)).toEqual({passed: 2, failed: 4, skipped: 6});
});
