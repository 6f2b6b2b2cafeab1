/** A channel as ARI describes it. */
export interface AriChannel {
  id: string;
  /** `PJSIP/alice-00000001` */
  name: string;
  state: 'Down' | 'Rsrved' | 'OffHook' | 'Dialing' | 'Ring' | 'Ringing' | 'Up' | 'Busy' | string;
  caller: {name: string; number: string};
  connected: {name: string; number: string};
  dialplan: {context: string; exten: string; priority: number; app_name: string; app_data: string};
}

export interface AriBridge {
  id: string;
  technology: string;
  channels: string[];
}

export interface AriPlayback {
  id: string;
  /** `sound:/srv/prompts/en/welcome` */
  media_uri: string;
  state: string;
}

/** An event: which of the optional fields it has depends on its `type`. */
export interface AriEvent {
  /** `StasisStart`, `ChannelDtmfReceived`, `ChannelUserevent`, `ChannelHangupRequest`, … */
  type: string;
  timestamp: string;
  channel?: AriChannel;
  bridge?: AriBridge;
  playback?: AriPlayback;
  /** Of ChannelDtmfReceived. */
  digit?: string;
  /** Of ChannelDtmfReceived: as long as the digit's own events say. */
  duration_ms?: number;
  /** Of ChannelUserevent: its name and fields. */
  eventname?: string;
  userevent?: Record<string, unknown>;
  /** Of ChannelDialplan: the application that the channel runs now. */
  dialplan_app?: string;
  /** Of ChannelHangupRequest and ChannelDestroyed: an ISUP cause. */
  cause?: number;
}

export interface Originate {
  /** `PJSIP/alice` */
  endpoint: string;
  extension?: string;
  context?: string;
  app?: string;
  callerId?: string;
  /** Seconds. */
  timeout?: number;
  [parameter: string]: string | number | undefined;
}
