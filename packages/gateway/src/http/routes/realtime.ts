import formbody from '@fastify/formbody';
import type {FastifyReply, LogLevel} from 'fastify';
import {Type, type FastifyPluginAsyncTypebox} from '@fastify/type-provider-typebox';
import {GatewayError} from '../../errors.js';
import {readFilters} from '../../realtime/filter.js';
import {readQuestion} from '../../realtime/question.js';
import {realtimeTables, type RealtimeTable} from '../../realtime/realtime.js';
import type {RealtimeRow} from '../../realtime/rows.js';
import {sameSecret} from '../../secrets/compare.js';
import type {Services} from '../../services.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers} from '../schemas.js';

const params = Type.Object({table: Type.Enum([...realtimeTables])});
const response = answers({
  200: Type.String({description: 'field=value&field=value, URL-encoded; a row a line'}),
});
const consumes = ['application/x-www-form-urlencoded'];

/** As `res_config_curl` wants it: fields in a line, a row a line, nothing when there is none. */
const encode = (rows: readonly RealtimeRow[]) =>
  rows
    .map((row) =>
      Object.entries(row)
        .map((pair) => pair.map(encodeURIComponent).join('='))
        .join('&'),
    )
    .join('\n');

interface LookUp {
  table: RealtimeTable;
  form: 'single' | 'multi';
  fields: Record<string, string>;
}

async function answer(reply: FastifyReply, {realtime, metrics}: Services, {table, form, fields}: LookUp) {
  const filters = readFilters(fields);
  if (!filters) throw new GatewayError('request-invalid', {detail: 'a condition that is not known'});
  const found = await realtime.find(table, filters);
  metrics.lookups.inc({table, found: String(found.length > 0)});
  const rows = form === 'single' ? found.slice(0, 1) : found;
  return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(encode(rows));
}

/** Asterisk asks all the time: what it asks is not logged, what fails is. */
const levelOf = ({log}: Services) => (log.isLevelEnabled('warn') ? 'warn' : (log.level as LogLevel));

export const realtime: RoutePlugin = async (app, {services}) => {
  app.addHook('onResponse', async (request, {statusCode}) => {
    if (statusCode === 401)
      request.log.warn({address: request.ip}, 'a look-up came without the REALTIME_SECRET');
  });
  await app.register(asAsteriskAsks, {services});
  await app.register(formbody);

  const route = (form: 'single' | 'multi', summary: string) =>
    app.post(
      `/realtime/:table/${form}`,
      {
        config: {access: ['asterisk']},
        logLevel: levelOf(services),
        schema: {
          tags: ['callbacks'],
          summary,
          params,
          consumes,
          body: Type.Record(Type.String(), Type.String(), {maxProperties: 20}),
          response,
        },
      },
      async ({params: {table}, body}, reply) => answer(reply, services, {table, form, fields: body}),
    );
  route('single', 'One row, for Asterisk');
  route('multi', 'All rows that match, for Asterisk');
};

/** What `asterisk-config` has Asterisk send: the secret in the body, as Asterisk logs the addresses that it cannot reach. */
const asAsteriskAsks: FastifyPluginAsyncTypebox<{services: Services}> = async (app, {services}) => {
  app.addContentTypeParser(consumes, {parseAs: 'string'}, (_request, body, done) => done(null, body));
  app.post(
    '/realtime/:table',
    {
      // It is as good as signed: the body has the secret. Asterisk asks as often as its calls need.
      config: {access: 'signed', rateLimit: false},
      logLevel: levelOf(services),
      schema: {
        tags: ['callbacks'],
        summary: 'What Asterisk asks, with its id and the secret in the body',
        params,
        consumes,
        body: Type.String({description: 'asterisk=ID&secret=SECRET&ask=/single,field=value&field=value'}),
        response,
      },
    },
    async (request, reply) => {
      const question = readQuestion(request.body);
      const expected = services.settings.REALTIME_SECRET;
      if (!question || expected === undefined || !sameSecret(question.secret, expected))
        throw await app.turnedAway(request, new GatewayError('token-invalid'));
      request.log = request.log.child({actor: `asterisk:${question.asterisk}`});
      return answer(reply, services, {table: request.params.table, ...question});
    },
  );
};
