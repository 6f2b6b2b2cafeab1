import axe from 'axe-core';
import {expect} from 'vitest';

/** Fails with what axe finds wrong in `element`, its contrast included, on a page of this colour scheme. */
export async function expectAccessible(element: Element, scheme: 'light' | 'dark'): Promise<void> {
  const {style} = document.documentElement;
  const before = style.colorScheme;
  style.setProperty('--sidetone-motion', '0ms'); // contrast is measured at rest
  style.colorScheme = scheme;
  style.background = 'Canvas';
  try {
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
    const {violations} = await axe.run(element, {
      resultTypes: ['violations'],
      rules: {region: {enabled: false}},
    });
    const found = violations.map(
      ({id, help, nodes}) =>
        `${id}: ${help}\n${nodes.map(({target, any}) => `  ${String(target)} ${any[0]?.message ?? ''}`).join('\n')}`,
    );
    expect(found.join('\n'), `axe, ${scheme}`).toBe('');
  } finally {
    style.colorScheme = before;
    style.removeProperty('--sidetone-motion');
  }
}
