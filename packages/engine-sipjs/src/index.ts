export {sipjs} from './engine.js';
