export {Caller} from '@sidetone/stack';
