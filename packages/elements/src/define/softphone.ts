import './provider.js';
import './dialpad.js';
import './call-status.js';
import './pin-entry.js';
import './incoming-call.js';
import './call-controls.js';
import './call-list.js';
import './call-history.js';
import './device-picker.js';
import './call-quality.js';
import {SidetoneSoftphone} from '../softphone/softphone.js';
import {define} from './define.js';

define('sidetone-softphone', SidetoneSoftphone);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-softphone': SidetoneSoftphone;
  }
}
