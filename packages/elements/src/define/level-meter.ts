import {SidetoneLevelMeter} from '../level-meter/level-meter.js';
import {define} from './define.js';

define('sidetone-level-meter', SidetoneLevelMeter);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-level-meter': SidetoneLevelMeter;
  }
}
