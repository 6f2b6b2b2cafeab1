import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {isIPv6} from 'node:net';
import {PortHolds} from '../calls/port-holds.js';
import type {Part} from '../serve.js';
import {RegistrationWatch} from '../trunks/registration-watch.js';

/** A burst of calls waits here while the gateway is busy: some thousand messages. */
const receiveBuffer = 4 * 1024 * 1024;

/** Hears what the Asterisk servers report of SIP, where the settings say so. */
export const sipPart: Part = {
  name: 'sip',
  start: async ({
    settings: {HEP_LISTEN: address, REALTIME_SECRET: secret = ''},
    database,
    sip,
    unanswered,
    routing: {invites},
    phones: {commands},
    log,
  }) => {
    if (!address) return {stop: async () => undefined};
    const {host, port} = address;
    // Kept for whichever gateway is in charge of the call's Asterisk.
    const registrations = new RegistrationWatch({queries: database.queries, secret, log});
    const holds = new PortHolds({queries: database.queries, commands, log});
    const deaf = sip.onMessage((message, asteriskId) => {
      unanswered.hear(message);
      registrations.hear(message, asteriskId);
      holds.hear(message, asteriskId);
      invites
        .keep(message, asteriskId)
        .catch((error: unknown) =>
          log.warn({err: error, asterisk: asteriskId}, 'an INVITE could not be kept'),
        );
    });
    const socket = createSocket({type: isIPv6(host) ? 'udp6' : 'udp4', recvBufferSize: receiveBuffer});
    socket.on('message', (datagram) => sip.receive(datagram));
    socket.bind(port, host);
    await once(socket, 'listening');
    socket.on('error', (error) => log.warn({err: error}, 'SIP messages cannot be received'));
    return {
      stop: async () => {
        deaf();
        socket.close();
        await once(socket, 'close');
        await Promise.all([registrations.close(), holds.close()]);
      },
    };
  },
};
