/** The one file for pages without a bundler: registers every element, and exports what a page's own script may want. */
import './define/index.js';
export {Phone, SidetoneError} from '@sidetone/core';
export * from './index.js';
