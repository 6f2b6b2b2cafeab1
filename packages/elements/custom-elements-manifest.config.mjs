/** Makes custom-elements.json, from which documentation, editors and the framework wrappers know the elements. */
export default {
  globs: ['src/*/*.ts'],
  exclude: [
    'src/**/*.test.ts',
    'src/{define,testing,styles,icons,controllers,localize,events,a11y}/**',
    'src/**/*.{core,styles}.ts',
  ],
  outdir: '.',
  litelement: true,
  packagejson: false,
  plugins: [elementsOnly()],
};

/** Leaves out what is no element and what is not public; a tag comes from its defining module, as in the package. */
function elementsOnly() {
  return {
    name: 'elements-only',
    packageLinkPhase({customElementsManifest: manifest}) {
      const modules = manifest.modules.map(elementsOf).filter(({declarations}) => declarations.length);
      manifest.modules = modules.flatMap((module) => [module, definitions(module)]);
    },
  };
}

function elementsOf({path, declarations = []}) {
  const elements = declarations.filter(({tagName}) => tagName);
  const built = path.replace(/^src\/(.*)\.ts$/, 'dist/$1.js');
  for (const element of elements) element.members = element.members?.filter(isPublic);
  return {
    kind: 'javascript-module',
    path: built,
    declarations: elements,
    exports: elements.map(({name}) => ({kind: 'js', name, declaration: {name, module: built}})),
  };
}

function isPublic({name, privacy, static: ofClass}) {
  return privacy !== 'private' && privacy !== 'protected' && !ofClass && !/^#|Callback$/.test(name);
}

function definitions({path, declarations}) {
  return {
    kind: 'javascript-module',
    path: path.replace(/^dist\/.*\//, 'dist/define/'),
    declarations: [],
    exports: declarations.map(({name, tagName}) => ({
      kind: 'custom-element-definition',
      name: tagName,
      declaration: {name, module: path},
    })),
  };
}
