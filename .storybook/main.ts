import type {StorybookConfig} from '@storybook/web-components-vite';

const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../stories/**/*.stories.ts'],
  addons: ['@storybook/addon-a11y'],
  core: {disableTelemetry: true, disableWhatsNewNotifications: true},
  async viteFinal(vite) {
    const {mergeConfig} = await import('vite');
    return mergeConfig(vite, {
      resolve: {conditions: ['@sidetone/source', 'module', 'browser', 'development|production']},
      build: {chunkSizeWarningLimit: 2_000},
    });
  },
};

export default config;
