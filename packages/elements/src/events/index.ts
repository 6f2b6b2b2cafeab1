import './event-map.js';

export {eventNames} from './names.js';
export {request, RequestEvent} from './request-event.js';
export * from './requests.js';
export * from './room-requests.js';
export {JoinByPhoneRequestEvent, readRoomPin} from './join-by-phone-request.js';
export {PinRequestEvent, readPin} from './pin-request.js';
export * from './facts.js';
export * from './room-facts.js';
