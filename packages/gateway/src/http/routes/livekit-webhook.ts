import {Type} from '@fastify/type-provider-typebox';
import {GatewayError} from '../../errors.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers} from '../schemas.js';

export const livekitWebhook: RoutePlugin = async (app, {services}) => {
  // The signature is over the body as it was sent.
  for (const type of ['application/webhook+json', 'application/json']) {
    app.removeContentTypeParser(type);
    app.addContentTypeParser(type, {parseAs: 'string'}, (_request, body, done) => done(null, body));
  }

  app.post(
    '/livekit/webhook',
    {
      // LiveKit tells of every participant and track, as often as they come and go.
      config: {access: 'signed', rateLimit: false},
      schema: {
        tags: ['callbacks'],
        summary: "LiveKit's webhook: opens and closes the telephony of rooms",
        body: Type.String(),
        response: answers({200: Type.Object({})}),
      },
    },
    async (request) => {
      if (!services.livekit) throw new GatewayError('livekit-missing');
      const event = await services.livekit
        .webhook(request.body, request.headers.authorization)
        .catch(async (error: unknown) => {
          throw await app.turnedAway(request, error);
        });
      try {
        await services.webhooks.handle(event);
        services.metrics.webhooks.inc({event: event.event, outcome: 'handled'});
      } catch (error) {
        services.metrics.webhooks.inc({event: event.event, outcome: 'refused'});
        throw error;
      }
      return {};
    },
  );
};
