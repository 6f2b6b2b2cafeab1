import './level-meter.js';
import {SidetoneDevicePicker} from '../device-picker/device-picker.js';
import {define} from './define.js';

define('sidetone-device-picker', SidetoneDevicePicker);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-device-picker': SidetoneDevicePicker;
  }
}
