import type {FastifyPluginAsyncTypebox} from '@fastify/type-provider-typebox';
import type {Services} from '../services.js';

/** A group of routes. */
export type RoutePlugin = FastifyPluginAsyncTypebox<{services: Services}>;
