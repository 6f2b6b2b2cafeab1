import {SidetoneDialOut} from '../dial-out/dial-out.js';
import {define} from './define.js';

define('sidetone-dial-out', SidetoneDialOut);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-dial-out': SidetoneDialOut;
  }
}
