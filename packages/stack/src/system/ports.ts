import {createSocket} from 'node:dgram';
import {createServer} from 'node:net';
import {StackError} from './error.js';

/**
 * Below the range that systems hand out for outgoing connections: a port stays free for its owner
 * while a server is stopped and comes back.
 */
const lowest = 20_000;
const highest = 31_999;
const taken = new Set<number>();

/** Free TCP ports on 127.0.0.1, each given out once by this process. */
export async function freeTcpPorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let tries = 0; tries < 500 && ports.length < count; tries++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (taken.has(port) || !(await tcpPortIsFree(port))) continue;
    taken.add(port);
    ports.push(port);
  }
  if (ports.length < count) throw new StackError('No free TCP port was found on 127.0.0.1.');
  return ports;
}

/** A free UDP port on 127.0.0.1, given out once by this process. */
export async function freeUdpPort(): Promise<number> {
  for (let tries = 0; tries < 500; tries++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (taken.has(port) || !(await udpPortIsFree(port))) continue;
    taken.add(port);
    return port;
  }
  throw new StackError('No free UDP port was found on 127.0.0.1.');
}

/** The first of `size` UDP ports for RTP, even as RFC 3550 section 11 wants. Two stacks seldom get the same ones, and Asterisk skips a used port. */
export function rtpPortRange(size: number): {first: number; last: number} {
  const first = 2 * Math.floor((lowest + Math.random() * (highest - lowest - size)) / 2);
  return {first, last: first + size - 1};
}

/** Whether nothing listens on this TCP port of 127.0.0.1, or of another host's first address. */
export function tcpPortIsFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({port, host, exclusive: true}, () => server.close(() => resolve(true)));
  });
}

/** Whether nothing is bound to this UDP port of 127.0.0.1. */
export function udpPortIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind({port, address: '127.0.0.1', exclusive: true}, () => socket.close(() => resolve(true)));
  });
}
