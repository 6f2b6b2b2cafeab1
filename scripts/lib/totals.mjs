/** Vitest's JSON report; a file that could not be loaded counts as a failure. */
export function vitestTotals({testResults, numPassedTests, numFailedTests, numPendingTests, numTodoTests}) {
  const broken = testResults.filter(
    ({status, assertionResults}) => status === 'failed' && !assertionResults.length,
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
  };
}

/** Playwright's JSON report; errors outside any test count as failures. */
export function playwrightTotals({stats, errors}) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

export function addTotals(one, other) {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}
