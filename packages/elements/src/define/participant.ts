import './call-status.js';
import './leg-controls.js';
import {SidetoneParticipant} from '../participant/participant.js';
import {define} from './define.js';

define('sidetone-participant', SidetoneParticipant);

declare global {
  interface HTMLElementTagNameMap {
    'sidetone-participant': SidetoneParticipant;
  }
}
