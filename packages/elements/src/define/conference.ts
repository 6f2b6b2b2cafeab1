import './bring-in.js';
import './call-status.js';
import './dial-in.js';
import './dial-out.js';
import './participant.js';
import {SidetoneConference} from '../conference/conference.js';
import {define} from './define.js';

define('sidetone-conference', SidetoneConference);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-conference': SidetoneConference;
  }
}
