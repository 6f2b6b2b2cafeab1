import './call-status.js';
import {SidetoneCallList} from '../call-list/call-list.js';
import {define} from './define.js';

define('sidetone-call-list', SidetoneCallList);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-call-list': SidetoneCallList;
  }
}
