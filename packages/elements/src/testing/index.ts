export {fakeOptions, until} from '@sidetone/core/testing/fakes';
export * from './axe.js';
export * from './fake-phone.js';
export * from './fake-room.js';
export * from './fixture.js';
export * from './leaks.js';
export * from './settled.js';
export * from './test-element.js';
