import type {Preview} from '@storybook/web-components-vite';
import {html} from 'lit';

const rightToLeft = new Set(['ar']);

const preview: Preview = {
  parameters: {
    layout: 'fullscreen',
    controls: {expanded: true},
    a11y: {test: 'error'},
  },
  initialGlobals: {scheme: 'light', language: 'en', contrast: 'normal', width: 'full'},
  globalTypes: {
    scheme: {
      description: 'Colour scheme of the page',
      toolbar: {
        icon: 'mirror',
        dynamicTitle: true,
        items: [
          {value: 'light', title: 'Light'},
          {value: 'dark', title: 'Dark'},
          {value: 'light dark', title: 'As the system'},
        ],
      },
    },
    language: {
      description: 'Language of the page, and with it the direction of writing',
      toolbar: {
        icon: 'globe',
        dynamicTitle: true,
        items: [
          {value: 'en', title: 'English'},
          {value: 'de', title: 'Deutsch'},
          {value: 'fr', title: 'Français'},
          {value: 'es', title: 'Español'},
          {value: 'ar', title: 'العربية (right to left)'},
        ],
      },
    },
    contrast: {
      description: 'The few colours that a system with forced colours leaves',
      toolbar: {
        icon: 'contrast',
        dynamicTitle: true,
        items: [
          {value: 'normal', title: 'All colours'},
          {value: 'forced', title: 'System colours'},
        ],
      },
    },
    width: {
      description: 'Room for the element',
      toolbar: {
        icon: 'grow',
        dynamicTitle: true,
        items: [
          {value: 'full', title: 'Full width'},
          {value: '360', title: '360 px'},
          {value: '280', title: '280 px'},
        ],
      },
    },
  },
  decorators: [
    (story, {globals}) => {
      const {scheme, language, contrast, width} = globals as Record<string, string>;
      const page = document.documentElement;
      page.lang = language ?? 'en';
      page.dir = rightToLeft.has(page.lang) ? 'rtl' : 'ltr';
      page.style.colorScheme = scheme ?? 'light';
      page.dataset['contrast'] = contrast ?? 'normal';
      return html`<main style=${width === 'full' ? '' : `inline-size: ${width}px; padding: 12px`}>
        ${story()}
      </main>`;
    },
  ],
};

export default preview;
