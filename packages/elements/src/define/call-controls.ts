import './dialpad.js';
import {SidetoneCallControls} from '../call-controls/call-controls.js';
import {define} from './define.js';

define('sidetone-call-controls', SidetoneCallControls);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-call-controls': SidetoneCallControls;
  }
}
