import {readFileSync} from 'node:fs';
import {relative} from 'node:path';
import {stripVTControlCharacters} from 'node:util';

/**
 * What a run comes to: `{passed, failed, skipped, failures}`, where `failures` are a few lines of text for each.
 */
export const nothingYet = {passed: 0, failed: 0, skipped: 0, failures: []};

/** Vitest's JSON report; a file that could not be loaded counts as a failure. */
export function vitestTotals(report) {
  const {testResults, numPassedTests, numFailedTests, numPendingTests, numTodoTests} = report;
  const broken = testResults.filter(
    ({status, assertionResults}) => status === 'failed' && !assertionResults.length,
  );
  const failures = testResults.flatMap(({name, assertionResults}) =>
    assertionResults
      .filter(({status}) => status === 'failed')
      .map(({fullName, failureMessages}) => failure([here(name), fullName], failureMessages[0])),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
    failures: [...failures, ...broken.map(({name, message}) => failure([here(name)], message))],
  };
}

/** Playwright's JSON report; errors outside any test count as failures. */
export function playwrightTotals({stats, errors, suites}) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    failures: [
      ...suites.flatMap((suite) => failedSpecs(suite)),
      ...errors.map(({message}) => failure(['outside of any test'], message)),
    ],
  };
}

export function addTotals(one, other) {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    failures: [...one.failures, ...other.failures],
  };
}

const failedSpecs = ({specs = [], suites = []}) => [
  ...suites.flatMap(failedSpecs),
  ...specs.flatMap(({file, title, tests}) =>
    tests
      .filter(({status}) => status === 'unexpected' || status === 'flaky')
      .map(({projectName, results}) => {
        const failed = results.find(({error}) => error);
        return [failure([projectName, file, title], failed?.error.message), ...evidence(failed)].join('\n');
      }),
  ),
];

/** Where it was, and the first lines of what went wrong. */
function failure(place, message = '') {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() && !/^\s+at /.test(line));
  return [place.join(' › '), ...lines.slice(0, 8).map((line) => `    ${line}`)].join('\n');
}

/** Of what a journey leaves when it fails, by the attachment's name: what the page showed and said, and the overview of its calls. */
const telling = {
  'error-context': (text) => /^```yaml\n([^]*?)^```/m.exec(text)?.[1],
  'console.txt': (text) => text,
  'sip-ladder.txt': (text) => text.split('\n\n')[0],
};

function evidence({attachments = []} = {}) {
  return attachments
    .filter(({name}) => name in telling)
    .flatMap(({name, path, body = ''}) => {
      const text = path ? readFileSync(path, 'utf8') : Buffer.from(body, 'base64').toString();
      const lines = (telling[name](text) ?? '').trimEnd().split('\n');
      return [`    ${name}:`, ...lines.slice(0, 90).map((line) => `      ${line}`)];
    });
}

const here = (path) => relative(process.cwd(), path);
