import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fp from 'fastify-plugin';

const bearer = (description: string) =>
  ({type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description}) as const;

/** `/openapi.json`, made from the routes' schemas, and `/docs`, a page to read it, which needs nothing from elsewhere. */
export const openapi = fp(
  async (app) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Sidetone gateway',
          version: '1',
          description: 'SIP users, rooms and phones beside Asterisk and LiveKit.',
        },
        components: {
          securitySchemes: {
            application: bearer(
              'A JWT of your application server, signed with the shared secret or a key of your JWKS.',
            ),
            browser: bearer('A session token from POST /v1/sessions.'),
            project: {
              type: 'apiKey',
              in: 'header',
              name: 'X-OPENTOK-AUTH',
              description: "A JWT as OpenTok's SDKs make it, signed with the project's secret (HS256).",
            },
            asterisk: {
              type: 'http',
              scheme: 'basic',
              description: 'Asterisk: its id and the realtime secret.',
            },
          },
        },
        tags: [
          {name: 'sessions', description: 'Let a browser in.'},
          {name: 'phone', description: "A user's SIP account."},
          {name: 'rooms', description: 'Rooms and how phones join them.'},
          {name: 'calls', description: 'Phones in rooms, each by itself.'},
          {name: 'callbacks', description: 'Called by LiveKit and Asterisk.'},
          {name: 'nextcloud', description: "What Nextcloud Talk's backend sends."},
          {name: 'opentok', description: "The dial API, as OpenTok's SDKs use it."},
          {name: 'operations', description: 'For operators.'},
        ],
      },
    });
    app.addHook('onRoute', (route) => {
      const allowed = route.config?.access;
      if (Array.isArray(allowed) && route.schema)
        route.schema.security = allowed.map((kind: string) => ({[kind]: []}));
    });
    await app.register(swaggerUi, {
      routePrefix: '/docs',
      uiConfig: {docExpansion: 'list', validatorUrl: null},
    });
    app.get('/openapi.json', {config: {access: 'public'}, schema: {hide: true}, logLevel: 'silent'}, () =>
      app.swagger(),
    );
  },
  {name: 'openapi'},
);
