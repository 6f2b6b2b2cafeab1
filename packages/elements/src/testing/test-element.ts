import {html, render, type LitElement, type TemplateResult} from 'lit';
import {describe, expect, it} from 'vitest';
import {expectAccessible} from './axe.js';
import {fakePhone, type FakePhone} from './fake-phone.js';
import {fixture, mount, type Fixture} from './fixture.js';
import {settled} from './settled.js';
import {isCollected} from './leaks.js';

export interface ElementTest<E extends LitElement> {
  tag: string;
  /** The element's class. */
  element: CustomElementConstructor;
  /** `(again) => import('../define/dialpad.js' + again)`: loads the defining module, a second time under another URL. */
  define: (again: string) => Promise<unknown>;
  template?: () => TemplateResult;
  /** States that axe looks at besides the first one; each brings the element there. */
  states?: Record<string, (fixture: Fixture<E>) => unknown>;
  /** Works the element by `userEvent` from `vitest/browser` without a pointer, and expects what came of it. */
  keyboard: (fixture: Fixture<E>) => Promise<void>;
}

/** What holds for every element: axe in light and dark, keyboard, no phone, attached again, no leak, defined twice. */
export function testElement<E extends LitElement>({tag, element, define, ...test}: ElementTest<E>): void {
  const template = test.template ?? (() => html`${document.createElement(tag)}`);

  describe(`<${tag}>`, () => {
    const states: NonNullable<ElementTest<E>['states']> = {'at first': () => {}, ...test.states};
    for (const [name, reach] of Object.entries(states)) {
      it.each(['light', 'dark'] as const)(`is accessible: ${name}, %s`, async (scheme) => {
        const made = await fixture<E>(template());
        await reach(made);
        await settled(document);
        await expectAccessible(made.provider, scheme);
      });
    }

    it('is worked by keyboard', async () => {
      await test.keyboard(await fixture<E>(template()));
    });

    it('is calm without a provider', async () => {
      const made = await mount<E>(template());
      await expectAccessible(made, 'light');
    });

    it('shows the same when it is taken out and put in again', async () => {
      const {element: made, provider} = await fixture<E>(template());
      const before = shown(made);
      made.remove();
      await settled(document);
      provider.append(made);
      await settled(document);
      expect(shown(made)).toBe(before);
    });

    it('is forgotten when it is gone, while the phone lives on', async () => {
      const fake = fakePhone();
      expect(await isCollected(() => comeAndGo(template, fake))).toBe(true);
      expect(fake.phone.calls).toEqual([]);
    });

    it('may be defined twice', async () => {
      await define('');
      await define('?again');
      expect(customElements.get(tag)).toBe(element);
    });
  });
}

async function comeAndGo(template: () => TemplateResult, {phone}: FakePhone): Promise<object> {
  const place = document.createElement('div');
  document.body.append(place);
  render(html`<sidetone-provider .phone=${phone}>${template()}</sidetone-provider>`, place);
  await settled(place);
  const element = place.firstElementChild!.firstElementChild!;
  place.remove();
  return element;
}

/** The rendered shadow tree without Lit's markers. */
function shown(element: Element): string {
  return (element.shadowRoot?.innerHTML ?? '').replace(/<!--.*?-->/gs, '');
}
