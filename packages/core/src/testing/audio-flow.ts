/** Resolves once audio packets have both left and arrived in this connection. */
export async function audioFlows(connection: RTCPeerConnection): Promise<void> {
  for (;;) {
    const packets = {sent: 0, received: 0};
    for (const stats of (await connection.getStats()).values()) {
      if (stats.type === 'outbound-rtp') packets.sent += stats.packetsSent;
      if (stats.type === 'inbound-rtp') packets.received += stats.packetsReceived;
    }
    if (packets.sent > 0 && packets.received > 0) return;
    if (connection.connectionState === 'closed') throw new Error('Closed before audio flowed.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
