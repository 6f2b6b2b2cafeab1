/** Registers every element. */
import './provider.js';
import './dialpad.js';
import './call-status.js';
import './pin-entry.js';
import './incoming-call.js';
import './call-controls.js';
import './call-list.js';
import './call-history.js';
import './level-meter.js';
import './device-picker.js';
import './call-quality.js';
import './softphone.js';
import './dial-in.js';
