import './call-status.js';
import './pin-entry.js';
import {SidetoneDialIn} from '../dial-in/dial-in.js';
import {define} from './define.js';

define('sidetone-dial-in', SidetoneDialIn);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-dial-in': SidetoneDialIn;
  }
}
