import './call-status.js';
import './incoming-call.js';
import {SidetoneBringIn} from '../bring-in/bring-in.js';
import {define} from './define.js';

define('sidetone-bring-in', SidetoneBringIn);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-bring-in': SidetoneBringIn;
  }
}
