import {SidetoneCallStatus} from '../call-status/call-status.js';
import {define} from './define.js';

define('sidetone-call-status', SidetoneCallStatus);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-call-status': SidetoneCallStatus;
  }
}
