import {AxeBuilder} from '@axe-core/playwright';
import {expect, type Page} from '@playwright/test';

/** Checks a part of a demo page, in light and in dark. */
export async function isAccessible(page: Page, when: string, part = 'html'): Promise<void> {
  for (const theme of ['Light', 'Dark']) {
    await page.getByLabel('Appearance').selectOption(theme);
    // The pages have no frames, for which axe would open another page at each look.
    const axe = new AxeBuilder({page}).include(part).setLegacyMode();
    const {violations} = await axe.analyze();
    const found = violations.map(
      ({id, nodes}) => `${id}: ${nodes.map(({target}) => target.join(' ')).join(', ')}`,
    );
    expect(found, `${when}, ${theme}`).toEqual([]);
  }
}
