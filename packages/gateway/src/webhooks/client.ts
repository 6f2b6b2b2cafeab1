import {Agent, errors, request, type Dispatcher} from 'undici';
import type {Static, TSchema} from '@fastify/type-provider-typebox';
import {Value} from 'typebox/value';
import {ForbiddenAddressError, type Addresses} from './addresses.js';

/**
 * Why there is no answer to go by.
 * - `slow`: not within the time.
 * - `down`: no connection, no such name, a certificate that is not trusted, or it broke off.
 * - `refused`: the HTTP status says no.
 * - `redirected`: it points elsewhere; webhooks do not follow.
 * - `wrong`: not the JSON that was asked for.
 * - `too-large`: the answer has no end in sight.
 * - `forbidden`: the address is private.
 */
type FailureKind = 'slow' | 'down' | 'refused' | 'redirected' | 'wrong' | 'too-large' | 'forbidden';

export interface WebhookFailure {
  ok: false;
  why: FailureKind;
  /** For operators. Nothing of the answer's body is in it. */
  detail: string;
  /** HTTP status, when there was one. */
  status?: number;
}

interface WebhookAnswer<T> {
  ok: true;
  status: number;
  value: T;
}

/** What came of a webhook. Never an exception. */
export type WebhookOutcome<T> = WebhookAnswer<T> | WebhookFailure;

interface WebhookClientOptions {
  addresses: Addresses;
  /** ms for all of it: name, connection, request and answer. */
  timeout: number;
  /** Bytes that an answer's body may have. */
  limit?: number;
}

interface Post {
  body: string;
  /** `POST` when left out. */
  method?: 'POST' | 'DELETE';
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/** Sends JSON to addresses that others have chosen, and believes nothing of what comes back. */
export class WebhookClient {
  readonly #options: Required<WebhookClientOptions>;
  readonly #agent: Agent;

  constructor(options: WebhookClientOptions) {
    this.#options = {limit: 64 * 1024, ...options};
    const {addresses, timeout} = this.#options;
    this.#agent = new Agent({
      connect: {lookup: addresses.lookup, timeout},
      // A server that takes connections and does nothing else holds no more than these.
      connections: 64,
      keepAliveTimeout: 10_000,
      maxHeaderSize: 16 * 1024,
    });
  }

  /** Any 2xx is a success; the answer's body is its value. */
  async post(
    address: string,
    {body, method = 'POST', headers, signal}: Post,
  ): Promise<WebhookOutcome<string>> {
    const {timeout, addresses} = this.#options;
    const deadline = AbortSignal.timeout(timeout);
    try {
      const url = new URL(address);
      addresses.check(url);
      const response = await request(url, {
        method,
        headers: {...headers, 'content-type': 'application/json', 'user-agent': 'Sidetone'},
        body,
        dispatcher: this.#agent,
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      });
      return await this.#read(response);
    } catch (error) {
      return failure(error, deadline.aborted, timeout);
    }
  }

  /** As {@link post}, with an answer that has a shape. */
  async ask<S extends TSchema>(address: string, schema: S, post: Post): Promise<WebhookOutcome<Static<S>>> {
    const answer = await this.post(address, post);
    if (!answer.ok) return answer;
    const value = parse(answer.value);
    if (Value.Check(schema, value)) return {...answer, value: value as Static<S>};
    const [problem] = value === undefined ? [] : Value.Errors(schema, value);
    const detail = problem ? `${problem.instancePath || 'the answer'} ${problem.message}` : 'it is no JSON';
    return {ok: false, why: 'wrong', status: answer.status, detail};
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #read({statusCode: status, body}: Dispatcher.ResponseData): Promise<WebhookOutcome<string>> {
    const {limit} = this.#options;
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) {
        // Leaving the loop ends the connection.
        return {ok: false, why: 'too-large', status, detail: `its answer is longer than ${limit} bytes`};
      }
      chunks.push(chunk);
    }
    if (status >= 200 && status < 300)
      return {ok: true, status, value: Buffer.concat(chunks).toString('utf8')};
    const why = status >= 300 && status < 400 ? 'redirected' : 'refused';
    return {ok: false, why, status, detail: `it answered ${status}`};
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failure(error: unknown, late: boolean, timeout: number): WebhookFailure {
  if (error instanceof ForbiddenAddressError) return {ok: false, why: 'forbidden', detail: error.message};
  const {code: given, name, message} = error as {code?: unknown; name?: string; message?: string};
  // Those of a request that was broken off here are numbers.
  const code = typeof given === 'string' ? given : undefined;
  if (late || code?.endsWith('_TIMEOUT'))
    return {ok: false, why: 'slow', detail: `no answer within ${timeout} ms`};
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return {ok: false, why: 'too-large', detail: 'its headers have no end'};
  if (error instanceof errors.HTTPParserError) return {ok: false, why: 'wrong', detail: 'it speaks no HTTP'};
  return {ok: false, why: 'down', detail: code ?? message ?? name ?? 'no connection'};
}
