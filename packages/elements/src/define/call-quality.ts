import {SidetoneCallQuality} from '../call-quality/call-quality.js';
import {define} from './define.js';

define('sidetone-call-quality', SidetoneCallQuality);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-call-quality': SidetoneCallQuality;
  }
}
