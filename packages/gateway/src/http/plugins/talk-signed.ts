import type {FastifyInstance} from 'fastify';
import {GatewayError} from '../../errors.js';
import type {TalkRequests} from '../../nextcloud/requests.js';

/** Lets only Talk's backend send requests to the routes of `app`: the signature is over the body as it was sent, which nothing looks at before. */
export function talkSigned(app: FastifyInstance, requests: TalkRequests): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', {parseAs: 'buffer'}, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('preValidation', async (request) => {
    const header = (name: string) => {
      const value = request.headers[`spreed-signaling-${name}`];
      return typeof value === 'string' ? value : undefined;
    };
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signature = {random: header('random') ?? '', checksum: header('checksum') ?? ''};
    try {
      await requests.accept(body, signature, header('backend'));
    } catch (error) {
      throw error instanceof GatewayError && error.status === 403
        ? await app.turnedAway(request, error)
        : error;
    }
    request.body = parsed(body);
  });
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new GatewayError('request-invalid', {cause: error, detail: 'it is no JSON'});
  }
}
