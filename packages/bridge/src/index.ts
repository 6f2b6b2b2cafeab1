export {isLegChannel, legBridge, legExtension} from './asterisk/leg-bridge.js';
export * from './bridge.js';
export {LivekitSipBridge} from './livekit-sip/livekit-sip-bridge.js';
export type {SipAccount, SipInbound} from './livekit-sip/sip-rooms.js';
export {RtcBridge} from './rtc/rtc-bridge.js';
export {keepAlive} from './keep-alive.js';
export {BridgeError, type BridgeErrorCode} from './errors.js';
export {BridgePool} from './workers/pool.js';
export {serveBridge, type BridgeServer} from './workers/serve.js';
