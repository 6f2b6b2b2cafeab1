import {Type} from '@fastify/type-provider-typebox';
import {actorOf} from '../../auth/principal.js';
import {principalOf} from '../plugins/access.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers, RoomParams} from '../schemas.js';

const Pattern = (description: string) =>
  Type.Optional(Type.String({minLength: 1, maxLength: 200, description}));
const Patterns = Type.Object(
  {
    displayName: Pattern('{userAlias} in the shop; left out, no name is shown.'),
    username: Pattern("Left out, the trunk's username."),
  },
  {additionalProperties: false},
);

/** How those who call out of a room appear. */
export const callerId: RoutePlugin = async (app, {services: {callerIds}}) => {
  const config = {access: ['application']} as const;
  const tags = ['trunks'];
  const params = RoomParams;
  const url = '/v1/rooms/:name/caller-id';

  app.get(
    url,
    {
      config,
      schema: {tags, summary: 'How a room appears when it calls', params, response: answers({200: Patterns})},
    },
    async (request) => callerIds.get(request.params.name),
  );

  app.put(
    url,
    {
      config,
      schema: {
        tags,
        summary: 'Say how a room appears when it calls, from the next call on',
        description:
          'Patterns may have {id}, {deviceId}, {deviceAlias}, {userId}, {userAlias}, {tag}, {roles} and {region} of the client that calls. What would end the header is left out.',
        params,
        body: Patterns,
        response: answers({200: Patterns}),
      },
    },
    async (request) => {
      const {name} = request.params;
      await callerIds.set(name, request.body, actorOf(principalOf(request, 'application')));
      return callerIds.get(name);
    },
  );

  app.delete(
    url,
    {config, schema: {tags, summary: 'As the trunk has it', params, response: answers({204: Type.Null()})}},
    async (request, reply) => {
      await callerIds.remove(request.params.name, actorOf(principalOf(request, 'application')));
      return reply.code(204).send(null);
    },
  );
};
