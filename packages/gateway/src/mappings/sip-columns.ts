import {Type} from '@fastify/type-provider-typebox';

export const transports = ['udp', 'tcp', 'tls', 'ws', 'wss'] as const;
export type SipTransport = (typeof transports)[number];

/** What the column `sip_parameters` holds, and how that is said. */
export const SipParameters = Type.Object({
  transport: Type.Enum([...transports]),
  method: Type.Optional(Type.Literal('GET')),
});
export const parametersMay = `{"transport": one of ${transports.join(', ')}, "method": "GET"}`;

/** What the column `sip_headers` holds, and how that is said. */
export const SipHeaders = Type.Object({
  host: Type.Optional(Type.String({pattern: '^[A-Za-z0-9.-]+(:\\d+)?$'})),
  location: Type.Optional(Type.String({pattern: '^/[!-~]*$'})),
});
export const headersMay = '{"host": "example.com:443", "location": "/path"}';
