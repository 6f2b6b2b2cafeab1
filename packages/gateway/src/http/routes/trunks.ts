import {Type} from '@fastify/type-provider-typebox';
import {actorOf} from '../../auth/principal.js';
import {trunkTransports, type Trunk} from '../../trunks/trunk.js';
import type {TrunkState} from '../../trunks/trunks.js';
import {principalOf} from '../plugins/access.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers, Moment} from '../schemas.js';

const Id = Type.String({minLength: 1, maxLength: 40});
const shown = {
  transport: Type.Enum([...trunkTransports]),
  port: Type.Integer({minimum: 1, maximum: 65_535}),
  register: Type.Boolean({description: 'Whether to register there.'}),
  canTerminate: Type.Boolean({description: 'Whether calls may go out by it.'}),
  username: Type.String({maxLength: 100}),
  authorizationId: Type.String({maxLength: 100, description: 'Digest user name; empty: the username.'}),
  position: Type.Integer({description: 'Outgoing calls take the lowest first.'}),
};
const Domain = Type.String({minLength: 1, maxLength: 253});
const secret = {password: Type.String({maxLength: 200})};
const Change = Type.Partial(Type.Object({domain: Domain, ...shown, ...secret}), {
  additionalProperties: false,
});
const New = Type.Object(
  {id: Id, domain: Domain, ...Type.Partial(Type.Object({...shown, ...secret})).properties},
  {additionalProperties: false},
);
const State = Type.Object({
  available: Type.Boolean({description: 'Whether calls go out by it now.'}),
  registrations: Type.Array(
    Type.Object({
      asteriskId: Type.String(),
      state: Type.Enum(['registering', 'registered', 'refused', 'unreachable']),
      code: Type.Optional(Type.Integer()),
      message: Type.Optional(Type.String()),
    }),
  ),
  failures: Type.Integer({description: 'Tries in a row that failed.'}),
  retryAt: Type.Optional(Moment),
  lastError: Type.Optional(Type.String()),
  lastErrorAt: Type.Optional(Moment),
});
const Answer = Type.Object({id: Id, domain: Domain, ...shown, state: State});
const Params = Type.Object({id: Id});

const answer = ({trunk: {revision: _, ...trunk}, state}: {trunk: Trunk; state: TrunkState}) => {
  const {retryAt, lastErrorAt, registrations, ...rest} = state;
  return {
    ...trunk,
    state: {
      ...rest,
      registrations: [...registrations],
      ...(retryAt && {retryAt: retryAt.toISOString()}),
      ...(lastErrorAt && {lastErrorAt: lastErrorAt.toISOString()}),
    },
  };
};

/** Providers of telephone numbers. Passwords go in, and never out. */
export const trunks: RoutePlugin = async (app, {services}) => {
  const config = {access: ['application']} as const;
  const tags = ['trunks'];

  app.get(
    '/v1/trunks',
    {
      config,
      schema: {
        tags,
        summary: 'All trunks, in the order in which calls go out',
        response: answers({200: Type.Object({trunks: Type.Array(Answer)})}),
      },
    },
    async () => ({trunks: (await services.trunks.list()).map(answer)}),
  );

  app.post(
    '/v1/trunks',
    {
      config,
      schema: {
        tags,
        summary: 'Make a trunk',
        description: 'It registers at once, where it shall, and calls go out by it from the next one on.',
        body: New,
        response: answers({201: Answer}),
      },
    },
    async (request, reply) => {
      const {id, ...fields} = request.body;
      await services.trunks.add(id, fields, actorOf(principalOf(request, 'application')));
      return reply.code(201).send(answer(await services.trunks.get(id)));
    },
  );

  app.get(
    '/v1/trunks/:id',
    {config, schema: {tags, summary: 'A trunk', params: Params, response: answers({200: Answer})}},
    async (request) => answer(await services.trunks.get(request.params.id)),
  );

  app.patch(
    '/v1/trunks/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change a trunk: calls that are up go on',
        params: Params,
        body: Change,
        response: answers({200: Answer}),
      },
    },
    async (request) => {
      const {id} = request.params;
      await services.trunks.change(id, request.body, actorOf(principalOf(request, 'application')));
      return answer(await services.trunks.get(id));
    },
  );

  app.delete(
    '/v1/trunks/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Remove a trunk: calls that are up go on',
        params: Params,
        response: answers({204: Type.Null()}),
      },
    },
    async (request, reply) => {
      await services.trunks.remove(request.params.id, actorOf(principalOf(request, 'application')));
      return reply.code(204).send(null);
    },
  );
};
