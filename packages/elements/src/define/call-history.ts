import {SidetoneCallHistory} from '../call-history/call-history.js';
import {define} from './define.js';

define('sidetone-call-history', SidetoneCallHistory);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-call-history': SidetoneCallHistory;
  }
}
