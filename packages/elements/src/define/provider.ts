import {SidetoneProvider} from '../provider/provider.js';
import {define} from './define.js';

define('sidetone-provider', SidetoneProvider);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-provider': SidetoneProvider;
  }
}
