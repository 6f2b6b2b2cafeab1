/// <reference types="vite/client" />
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {render} from 'lit';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {deep, settled} from '../packages/elements/src/testing/settled.js';

type Render = (args: object) => unknown;
type Play = (context: {canvasElement: HTMLElement}) => unknown;
type Module = {default: Meta} & Record<string, Meta | StoryObj>;

const modules = import.meta.glob<Module>('./*.stories.ts', {eager: true});
const definitions = import.meta.glob<string>('../packages/elements/src/define/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Every tag that a story has shown so far. */
const shownTags = new Set<string>();
const canvasElement = document.createElement('main');

const sidetoneElements = () =>
  [...canvasElement.querySelectorAll('*')].filter(({localName}) => localName.startsWith('sidetone-'));

/** What is written on buttons that are too small for it, or that stand out of the page. */
const cut = () =>
  [...deep(canvasElement)]
    .filter((element) => element instanceof HTMLButtonElement)
    .filter((button) => {
      const {left, right} = button.getBoundingClientRect();
      const page = canvasElement.getBoundingClientRect();
      return button.scrollWidth > button.clientWidth + 1 || left < page.left - 1 || right > page.right + 1;
    })
    .map((button) => button.textContent.trim());

async function show(meta: Meta, story: StoryObj): Promise<void> {
  const template = (story.render ?? meta.render) as Render;
  render(template({...meta.args, ...story.args}), canvasElement);
  await vi.waitUntil(() => sidetoneElements().length > 0, 10_000);
  await (story.play as Play | undefined)?.({canvasElement});
}

beforeEach(() => document.body.append(canvasElement));

afterEach(() => {
  render(null, canvasElement);
  canvasElement.remove();
  canvasElement.style.inlineSize = '';
  document.documentElement.lang = 'en';
  vi.restoreAllMocks();
});

for (const {default: meta, ...stories} of Object.values(modules)) {
  describe(meta.title!, () => {
    for (const [name, story] of Object.entries(stories) as [string, StoryObj][]) {
      test(name, async () => {
        const complaint = vi.spyOn(console, 'error');
        await show(meta, story);
        for (const element of sidetoneElements()) {
          expect(customElements.get(element.localName), element.localName).toBeDefined();
          shownTags.add(element.localName);
        }
        expect(complaint).not.toHaveBeenCalled();
      });

      test(`${name}: in German and 280 px wide no label is cut`, async () => {
        document.documentElement.lang = 'de';
        canvasElement.style.inlineSize = '280px';
        await show(meta, story);
        await settled(canvasElement);
        expect(cut()).toEqual([]);
      });
    }
  });
}

test('every element has a story', () => {
  const tags = Object.values(definitions).flatMap((text) => /\bdefine\('([^']+)'/.exec(text)?.[1] ?? []);
  expect(tags.length).toBeGreaterThan(0);
  expect(tags.filter((tag) => !shownTags.has(tag))).toEqual([]);
});
