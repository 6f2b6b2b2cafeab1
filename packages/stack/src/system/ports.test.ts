import {createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import type * as Ports from './ports.js';
import {freeTcpPorts, freeUdpPort, tcpPortIsFree} from './ports.js';

/** As another process has it: what is reserved here is not known there. All other files of this worker keep their modules. */
async function elsewhere(): Promise<typeof Ports> {
  const another = './ports.js?elsewhere';
  return (await import(another)) as typeof Ports;
}

test('ports are given out once, also to processes that ask at the same time', async () => {
  const other = await elsewhere();
  expect(other.freeTcpPorts).not.toBe(freeTcpPorts);
  const given = await Promise.all([
    freeTcpPorts(150),
    other.freeTcpPorts(150),
    freeTcpPorts(20),
    other.freeTcpPorts(20),
  ]);
  const ports = [...given.flat(), await freeUdpPort(), await other.freeUdpPort()];
  expect(new Set(ports).size).toBe(342);
});

test('a port that somebody else uses is not given out', async () => {
  const [next = 0] = await freeTcpPorts(1);
  // They come in order, from the end of a block.
  const stranger = createServer();
  await new Promise<void>((resolve) => stranger.listen(next - 1, '127.0.0.1', resolve));
  onTestFinished(() => void stranger.close());
  expect(await tcpPortIsFree(next - 1)).toBe(false);
  expect(await freeTcpPorts(1)).not.toContain(next - 1);
});
