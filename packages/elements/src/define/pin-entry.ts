import {SidetonePinEntry} from '../pin-entry/pin-entry.js';
import {define} from './define.js';

define('sidetone-pin-entry', SidetonePinEntry);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-pin-entry': SidetonePinEntry;
  }
}
