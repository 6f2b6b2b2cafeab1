import {SidetoneDialpad} from '../dialpad/dialpad.js';
import {define} from './define.js';

define('sidetone-dialpad', SidetoneDialpad);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-dialpad': SidetoneDialpad;
  }
}
