import {SidetoneIncomingCall} from '../incoming-call/incoming-call.js';
import {define} from './define.js';

define('sidetone-incoming-call', SidetoneIncomingCall);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-incoming-call': SidetoneIncomingCall;
  }
}
