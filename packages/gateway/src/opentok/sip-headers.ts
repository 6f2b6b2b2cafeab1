import {GatewayError} from '../errors.js';

/** Values as they may be given: SDKs send numbers as they are. */
export type HeaderValue = string | number | boolean;

const token = /^[A-Za-z0-9\-.!%*_+`'~]{1,100}$/;
/** One line of text: RFC 3261 25.1, `TEXT-UTF8-TRIM`. */
const line = /^[^\0-\x1f\x7f]{0,1000}$/u;
const most = 50;

/**
 * Headers by which SIP itself finds its way, pairs requests with dialogs, negotiates, authenticates and describes the body, by their long names and
 * their compact ones (RFC 3261 20, and the RFCs of the IANA registry). A request in which one of them was another would be another request.
 */
const reserved = new Set(
  `accept accept-contact accept-encoding accept-language accept-resource-priority allow allow-events alert-msg-error answer-mode
  authentication-info authorization call-id contact content-disposition content-encoding content-id content-language content-length
  content-transfer-encoding content-type cseq date encryption error-info event expires feature-caps flow-timer from hide identity identity-info
  in-reply-to info-package join max-breadth max-forwards mime-version min-expires min-se organization-route p-preferred-identity path permission-missing
  policy-contact policy-id priv-answer-mode proxy-authenticate proxy-authentication-info proxy-authorization proxy-require rack reason record-route
  recv-info refer-events-at refer-sub refer-to referred-by reject-contact replaces request-disposition require resource-priority response-key
  retry-after route rseq security-client security-server security-verify service-route session-expires session-id sip-etag sip-if-match
  subscription-state supported suppress-if-match target-dialog timestamp to trigger-consent unsupported user-agent via www-authenticate
  a b c d e f i j k l m n o r s t u v x y`.split(/\s+/),
);

/** Custom headers of an INVITE, in their order. Throws `sip-invalid` and names the one that cannot be sent. */
export function readHeaders(
  given: Readonly<Record<string, HeaderValue>>,
): readonly (readonly [string, string])[] {
  const headers = Object.entries(given).map(([name, value]) => [name, String(value).trim()] as const);
  if (headers.length > most) throw invalid(`there are more than ${most} headers`);
  for (const [name, value] of headers) {
    if (!token.test(name)) throw invalid(`"${name.slice(0, 100)}" is no name of a header`);
    if (reserved.has(name.toLowerCase())) throw invalid(`the header "${name}" is SIP's own`);
    if (!line.test(value)) throw invalid(`the header "${name}" is not one line of at most 1000 characters`);
  }
  const names = headers.map(([name]) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw invalid(`the header "${twice}" is there twice`);
  return headers;
}

const invalid = (detail: string) => new GatewayError('sip-invalid', {detail});
