import {SidetoneLegControls} from '../leg-controls/leg-controls.js';
import {define} from './define.js';

define('sidetone-leg-controls', SidetoneLegControls);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-leg-controls': SidetoneLegControls;
  }
}
