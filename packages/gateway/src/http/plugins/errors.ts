import fp from 'fastify-plugin';
import type {FastifyError, FastifyReply, FastifyRequest} from 'fastify';
import {isAway} from '../../database/failures.js';
import {errorTable, GatewayError} from '../../errors.js';

/** Answers every failure as `{code, message, details?}`. */
export const errors = fp(
  async (app) => {
    app.setErrorHandler((error: FastifyError | Error, request, reply) =>
      answer(toGatewayError(error), request, reply),
    );
    app.setNotFoundHandler((request, reply) => answer(new GatewayError('not-found'), request, reply));
  },
  {name: 'errors'},
);

function answer(error: GatewayError, request: FastifyRequest, reply: FastifyReply) {
  if (error.status >= 500) request.log.error({err: error}, 'a request failed');
  else request.log.info({code: error.code, err: error.cause}, 'a request was refused');
  const {code, message, details} = error;
  return reply.code(error.status).send({code, message, ...(details && {details})});
}

/** What is answered for it. */
export function toGatewayError(error: FastifyError | Error): GatewayError {
  if (error instanceof GatewayError) return error;
  if (isAway(error)) return new GatewayError('unavailable', {cause: error, detail: 'the database is away'});
  if ('validation' in error && error.validation) {
    const problems = error.validation.map(({instancePath, message}) => ({
      at: `${error.validationContext ?? ''}${instancePath}`,
      message: message ?? 'is wrong',
    }));
    const [first] = problems;
    return new GatewayError('request-invalid', {
      ...(first && {detail: `${first.at} ${first.message}`}),
      details: {problems},
    });
  }
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status === errorTable['request-too-large'][0])
    return new GatewayError('request-too-large', {cause: error});
  if (status === errorTable['rate-limited'][0]) return new GatewayError('rate-limited');
  if (status >= 400 && status < 500)
    return new GatewayError('request-invalid', {cause: error, detail: plain(error)});
  return new GatewayError('internal', {cause: error});
}

/** The framework's own words; a parser's would repeat what was sent. */
const plain = (error: Error) =>
  'code' in error && String(error.code).startsWith('FST_ERR_CTP') ? error.message : 'not readable';
