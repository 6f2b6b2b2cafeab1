import {Type} from '@fastify/type-provider-typebox';
import {actorOf} from '../../auth/principal.js';
import type {InboundMapping} from '../../routing/mappings.js';
import {principalOf} from '../plugins/access.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers, Moment, RoomName} from '../schemas.js';

const SipUsername = Type.String({
  minLength: 1,
  maxLength: 500,
  description:
    'The URI in the To header, sip:+41446681800@provider.example.org. Parameters and port do not count.',
});
const Channel = Type.Object({channelId: RoomName}, {additionalProperties: false});
const Params = Type.Object({sipUsername: SipUsername});
const MappingAnswer = Type.Object({sipUsername: SipUsername, channelId: RoomName, createdAt: Moment});

const answer = ({createdAt, ...mapping}: InboundMapping) => ({
  ...mapping,
  createdAt: createdAt.toISOString(),
});

/** Which channel calls of trunks are for, by the address that was called. */
export const inboundMappings: RoutePlugin = async (app, {services}) => {
  const {mappings} = services.routing;
  const tags = ['inbound mappings'];
  const config = {access: ['application']} as const;

  app.get(
    '/v1/inbound-mappings',
    {
      config,
      schema: {
        tags,
        summary: 'All inbound mappings',
        response: answers({200: Type.Object({mappings: Type.Array(MappingAnswer)})}),
      },
    },
    async () => ({mappings: (await mappings.list()).map(answer)}),
  );

  app.post(
    '/v1/inbound-mappings',
    {
      config,
      schema: {
        tags,
        summary: 'Lead calls to an address into a channel',
        body: Type.Object({sipUsername: SipUsername, channelId: RoomName}, {additionalProperties: false}),
        response: answers({201: MappingAnswer}),
      },
    },
    async (request, reply) => {
      const added = await mappings.add(request.body, actorOf(principalOf(request, 'application')));
      return reply.code(201).send(answer(added));
    },
  );

  app.put(
    '/v1/inbound-mappings/:sipUsername',
    {
      config,
      schema: {
        tags,
        summary: 'Lead them into another channel, from the next call on',
        params: Params,
        body: Channel,
        response: answers({200: MappingAnswer}),
      },
    },
    async (request) => {
      const actor = actorOf(principalOf(request, 'application'));
      return answer(await mappings.change(request.params.sipUsername, request.body.channelId, actor));
    },
  );

  app.delete(
    '/v1/inbound-mappings/:sipUsername',
    {
      config,
      schema: {
        tags,
        summary: 'Remove one: calls go on',
        params: Params,
        response: answers({204: Type.Null()}),
      },
    },
    async (request, reply) => {
      await mappings.remove(request.params.sipUsername, actorOf(principalOf(request, 'application')));
      return reply.code(204).send(null);
    },
  );
};
