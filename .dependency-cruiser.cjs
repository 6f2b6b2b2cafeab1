/** Which package may import which: arrows point one way (docs/architecture.md). */
const may = {
  core: [],
  media: ['core'],
  'engine-jssip': ['core'],
  'engine-sipjs': ['core'],
  'virtual-pbx': ['core'],
  conference: ['core', 'media'],
  elements: ['core', 'media'],
  bridge: ['core'],
  sip: [],
  gateway: ['core', 'bridge', 'sip'],
};

const directions = Object.entries(may).map(([from, to]) => ({
  name: `${from}-imports`,
  comment: `@sidetone/${from} may import ${to.length ? to.map((name) => `@sidetone/${name}`).join(', ') : 'no other package'}.`,
  severity: 'error',
  from: {
    path: `^packages/${from}/src/`,
    // Tests may bring in a far end; loaders import engines and LiveKit's client lazily.
    pathNot:
      '\\.test\\.ts$|^packages/[^/]+/src/testing/|^packages/elements/src/(engine|conference)-loader\\.ts$',
  },
  to: {path: '^packages/', pathNot: `^packages/(${[from, ...to].join('|')})/`},
}));

module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'no-circular',
      comment: 'Types may refer to each other, code may not.',
      severity: 'error',
      from: {},
      to: {circular: true, viaOnly: {dependencyTypesNot: ['type-only']}},
    },
    {
      name: 'resolvable',
      comment: 'What cannot be found cannot be checked either.',
      severity: 'error',
      from: {path: '^packages/'},
      to: {couldNotResolve: true},
    },
    {
      name: 'tests-stay-out',
      comment: 'Code that ships imports no test.',
      severity: 'error',
      from: {path: '^packages/[^/]+/src/', pathNot: '\\.test\\.ts$|/testing/'},
      to: {path: '\\.test\\.ts$'},
    },
  ],
  options: {
    doNotFollow: {path: 'node_modules'},
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.base.json'},
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@sidetone/source', 'import', 'types', 'node', 'default'],
    },
  },
};
