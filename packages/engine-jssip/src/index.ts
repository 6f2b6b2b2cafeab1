export {jssip} from './engine.js';
