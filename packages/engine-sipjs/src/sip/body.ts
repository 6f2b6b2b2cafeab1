import {
  getBody,
  type Body,
  type IncomingRequestMessage,
  type IncomingResponseMessage,
} from 'sip.js/lib/core/index.js';

/** The session description in a message, if it has one. */
export function sdpOf(message: IncomingRequestMessage | IncomingResponseMessage): string | undefined {
  const body = getBody(message);
  return body?.contentDisposition === 'session' ? body.content : undefined;
}

export function sdpBody(content: string): Body {
  return {contentDisposition: 'session', contentType: 'application/sdp', content};
}
