import formbody from '@fastify/formbody';
import {Type} from '@fastify/type-provider-typebox';
import {GatewayError} from '../../errors.js';
import {readFilters} from '../../realtime/filter.js';
import {realtimeTables} from '../../realtime/realtime.js';
import type {RealtimeRow} from '../../realtime/rows.js';
import type {RoutePlugin} from '../route-plugin.js';
import {answers} from '../schemas.js';

/** As `res_config_curl` wants it: fields in a line, a row a line, nothing when there is none. */
const encode = (rows: readonly RealtimeRow[]) =>
  rows
    .map((row) =>
      Object.entries(row)
        .map((pair) => pair.map(encodeURIComponent).join('='))
        .join('&'),
    )
    .join('\n');

export const realtime: RoutePlugin = async (app, {services}) => {
  await app.register(formbody);

  const route = (form: 'single' | 'multi', summary: string) =>
    app.post(
      `/realtime/:table/${form}`,
      {
        config: {access: ['asterisk']},
        logLevel: 'silent',
        schema: {
          tags: ['callbacks'],
          summary,
          params: Type.Object({table: Type.Enum([...realtimeTables])}),
          consumes: ['application/x-www-form-urlencoded'],
          body: Type.Record(Type.String(), Type.String(), {maxProperties: 20}),
          response: answers({
            200: Type.String({description: 'field=value&field=value, URL-encoded; a row a line'}),
          }),
        },
      },
      async (request, reply) => {
        const filters = readFilters(request.body);
        if (!filters) throw new GatewayError('request-invalid', {detail: 'a condition that is not known'});
        const {table} = request.params;
        const found = await services.realtime.find(table, filters);
        services.metrics.lookups.inc({table, found: String(found.length > 0)});
        const rows = form === 'single' ? found.slice(0, 1) : found;
        return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(encode(rows));
      },
    );
  route('single', 'One row, for Asterisk');
  route('multi', 'All rows that match, for Asterisk');
};
