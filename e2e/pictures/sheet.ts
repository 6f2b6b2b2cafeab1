/// <reference types="vite/client" />
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {render} from 'lit';

type Module = {default: Meta} & Record<string, Meta | StoryObj>;

const modules = import.meta.glob<Module>('../../stories/*.stories.ts');
const query = new URLSearchParams(location.search);

/** All stories of one file side by side, as the query says: `stories`, `lang`, `width` in px. */
async function sheet(): Promise<void> {
  const page = document.documentElement;
  page.lang = query.get('lang') ?? 'en';
  page.dir = page.lang === 'ar' ? 'rtl' : 'ltr';
  page.style.colorScheme = 'light dark';
  page.style.setProperty('--width', `${query.get('width') ?? 400}px`);
  const {default: meta, ...stories} = await modules[`../../stories/${query.get('stories')}.stories.ts`]!();
  for (const [name, story] of Object.entries(stories) as [string, StoryObj][])
    await show(name, {...meta, ...story, args: {...meta.args, ...story.args}});
}

async function show(name: string, {render: template, args = {}, play}: StoryObj): Promise<void> {
  const section = document.createElement('section');
  const heading = document.createElement('h2');
  const canvas = document.createElement('div');
  heading.textContent = name;
  section.append(heading, canvas);
  document.body.append(section);
  render((template as (args: object) => unknown)(args), canvas);
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!canvas.childElementCount) return;
      watcher.disconnect();
      resolve();
    };
    const watcher = new MutationObserver(look);
    watcher.observe(canvas, {childList: true, subtree: true});
    look();
  });
  await (play as ((context: {canvasElement: HTMLElement}) => unknown) | undefined)?.({canvasElement: canvas});
}

await sheet();
document.documentElement.dataset['ready'] = '';
