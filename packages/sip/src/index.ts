export {decodeHep, type HepPacket} from './hep.js';
export {parseSip, type SipMessage} from './message.js';
