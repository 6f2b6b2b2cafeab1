import {createSocket} from 'node:dgram';
import {createServer} from 'node:net';
import {StackError} from './error.js';

/**
 * Below the range that systems hand out for outgoing connections: a port stays free for its owner
 * while a server is stopped and comes back.
 */
const lowest = 20_000;
const highest = 31_999;
const blockSize = 100;

/** Ports for RTP, which Asterisk takes and lets go of as calls come and go, are none of the others. */
const rtp = {lowest: 12_000, highest: 19_999};

/** What is left of this process's blocks. */
const reserved: number[] = [];

/** Free TCP ports on 127.0.0.1, each given out once: no other process is given it either. */
export function freeTcpPorts(count: number): Promise<number[]> {
  return freePorts(count, tcpPortIsFree);
}

/** A free UDP port on 127.0.0.1, given out once: no other process is given it either. */
export async function freeUdpPort(): Promise<number> {
  const [port = 0] = await freePorts(1, udpPortIsFree);
  return port;
}

async function freePorts(count: number, isFree: (port: number) => Promise<boolean>): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    if (!reserved.length) reserved.push(...(await reserveBlock()));
    const port = reserved.pop();
    if (port !== undefined && (await isFree(port))) ports.push(port);
  }
  return ports;
}

/**
 * Two stacks that start at once would find the same ports free. So a process takes them from blocks of its own, each held by
 * listening on its first port: the system lets go of that when the process ends, however it ends.
 */
async function reserveBlock(): Promise<number[]> {
  for (let tries = 0; tries < 500; tries++) {
    const block = Math.floor((Math.random() * (highest + 1 - lowest)) / blockSize);
    const first = lowest + block * blockSize;
    if (await hold(first)) return Array.from({length: blockSize - 1}, (_, index) => first + 1 + index);
  }
  throw new StackError(`No free ports were found on 127.0.0.1 from ${lowest} to ${highest}.`);
}

function hold(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy()).unref();
    server.once('error', () => resolve(false));
    server.listen({port, host: '127.0.0.1', exclusive: true}, () => resolve(true));
  });
}

/** The first of `size` UDP ports for RTP, even as RFC 3550 section 11 wants. Two stacks seldom get the same ones, and Asterisk skips a used port. */
export function rtpPortRange(size: number): {first: number; last: number} {
  const first = 2 * Math.floor((rtp.lowest + Math.random() * (rtp.highest - rtp.lowest - size)) / 2);
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
