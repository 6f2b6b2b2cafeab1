export interface LiveKitSettings {
  /** TCP port of HTTP and signalling. */
  port: number;
  /** UDP port that all media shares. */
  udpPort: number;
  apiKey: string;
  apiSecret: string;
  /** Told of rooms and participants, signed with the key above. */
  webhooks?: readonly string[];
  /** `127.0.0.1:6379`: without one there is no SIP API and no cluster. */
  redis?: string;
}

/** `livekit.yaml`, in the part of YAML that is JSON. livekit-server refuses to start with a key that it does not know. */
export function livekitConfiguration(settings: LiveKitSettings): string {
  const {port, udpPort, apiKey, apiSecret, webhooks = [], redis} = settings;
  const configuration = {
    port,
    bind_addresses: ['127.0.0.1'],
    rtc: {
      tcp_port: 0,
      udp_port: udpPort,
      use_external_ip: false,
      node_ip: '127.0.0.1',
      enable_loopback_candidate: true,
      ips: {includes: ['127.0.0.1/32']},
      use_ice_lite: true,
      // Nobody answers there by UDP. Without an entry clients are sent to public STUN servers, and with the media port
      // they take the server's ICE checks for answers of a STUN server.
      stun_servers: [`127.0.0.1:${port}`],
    },
    keys: {[apiKey]: apiSecret},
    ...(webhooks.length > 0 && {webhook: {api_key: apiKey, urls: webhooks}}),
    ...(redis && {redis: {address: redis}}),
    logging: {level: 'info', json: true},
  };
  return `${JSON.stringify(configuration, null, 2)}\n`;
}
