import {Type} from '@fastify/type-provider-typebox';
import {actorOf} from '../../auth/principal.js';
import type {CallbackEndpoint} from '../../callbacks/endpoints.js';
import {apiKeyPattern} from '../../opentok/session-id.js';
import {principalOf} from '../plugins/access.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers, Moment} from '../schemas.js';
import {projectOf} from './opentok.js';

const Url = Type.String({minLength: 1, maxLength: 2000, description: 'http:// or https://'});
const Secret = Type.String({description: 'Signs them, by Standard Webhooks. Told this once.'});
const Body = Type.Object({url: Url}, {additionalProperties: false});
const state = {
  url: Url,
  createdAt: Moment,
  failingSince: Type.Optional(Moment),
  waiting: Type.Integer({description: 'Callbacks that have not arrived yet.'}),
  dead: Type.Integer({description: 'Callbacks that were given up.'}),
};
const Endpoint = Type.Object({id: Type.String(), ...state});
const Id = Type.Object({id: Type.String({minLength: 1, maxLength: 100})});
const ApiKey = Type.Object({apiKey: Type.String({pattern: apiKeyPattern.source})});

const stateOf = ({url, createdAt, failingSince, waiting, dead}: CallbackEndpoint) => ({
  url,
  createdAt: createdAt.toISOString(),
  ...(failingSince && {failingSince: failingSince.toISOString()}),
  waiting,
  dead,
});

/** Where callbacks go: of all calls for application servers, of its own calls for a project of the dial API. */
export const callbacks: RoutePlugin = async (app, {services}) => {
  const {endpoints} = services.callbacks;
  const application = {config: {access: ['application']}} as const;
  const project = {config: {access: ['project']}} as const;

  app.get(
    '/v1/callbacks',
    {
      ...application,
      schema: {
        tags: ['calls'],
        summary: 'Where the events of calls are sent',
        response: answers({200: Type.Object({callbacks: Type.Array(Endpoint)})}),
      },
    },
    async () => ({callbacks: (await endpoints.list('')).map((one) => ({id: one.id, ...stateOf(one)}))}),
  );

  app.post(
    '/v1/callbacks',
    {
      ...application,
      schema: {
        tags: ['calls'],
        summary: 'Send the events of all calls there',
        description:
          'From now on, in order within a call, until they have arrived. Drop what has a webhook-id that you have seen.',
        body: Body,
        response: answers({201: Type.Object({id: Type.String(), url: Url, secret: Secret})}),
      },
    },
    async (request, reply) => {
      const actor = actorOf(principalOf(request, 'application'));
      return reply.code(201).send(await endpoints.add(request.body.url, actor));
    },
  );

  app.delete(
    '/v1/callbacks/:id',
    {
      ...application,
      schema: {
        tags: ['calls'],
        summary: 'Send nothing there any more, nor what waits',
        params: Id,
        response: answers({204: Type.Null()}),
      },
    },
    async (request, reply) => {
      await endpoints.remove(request.params.id, actorOf(principalOf(request, 'application')), '');
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/v2/project/:apiKey/callback',
    {
      ...project,
      schema: {
        tags: ['opentok'],
        summary: "Where the events of the project's calls are sent",
        params: ApiKey,
        response: answers({200: Type.Object(state)}),
      },
    },
    async (request) => stateOf(await endpoints.ofProject(projectOf(request).id)),
  );

  app.put(
    '/v2/project/:apiKey/callback',
    {
      ...project,
      schema: {
        tags: ['opentok'],
        summary: "Send the events of the project's calls there",
        description: 'Another URL takes the place of the former, with the same secret.',
        params: ApiKey,
        body: Body,
        response: answers({200: Type.Object({url: Url, secret: Type.Optional(Secret)})}),
      },
    },
    async (request) => {
      const {id} = projectOf(request);
      return endpoints.setForProject(id, request.body.url, `project:${id}`);
    },
  );

  app.delete(
    '/v2/project/:apiKey/callback',
    {
      ...project,
      schema: {
        tags: ['opentok'],
        summary: 'Send nothing there any more, nor what waits',
        params: ApiKey,
        response: answers({204: Type.Null()}),
      },
    },
    async (request, reply) => {
      const {id} = projectOf(request);
      await endpoints.removeOfProject(id, `project:${id}`);
      return reply.code(204).send(null);
    },
  );
};
