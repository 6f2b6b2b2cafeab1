/** Where an Asterisk's REST interface is, and as whom. */
export interface AriAddress {
  /** `http://127.0.0.1:8088/ari` */
  url: string;
  user: string;
  password: string;
}

export interface AriParty {
  name: string;
  number: string;
}

/** A channel as ARI describes it. */
export interface AriChannel {
  id: string;
  /** `PJSIP/alice-00000001` */
  name: string;
  state: string;
  caller: AriParty;
  connected: AriParty;
  language: string;
  dialplan: {context: string; exten: string; priority: number; app_name: string; app_data: string};
}

export interface AriBridge {
  id: string;
  bridge_type: string;
  channels: string[];
}

/** What an application has under its control. */
export interface AriApplication {
  name: string;
  channel_ids: string[];
  bridge_ids: string[];
}

export interface AriPlayback {
  id: string;
  /** `channel:<id>` */
  target_uri: string;
  state: 'queued' | 'playing' | 'continuing' | 'done' | 'failed';
}

export interface AriModule {
  /** `chan_pjsip.so` */
  name: string;
  status: string;
}

export interface AriInfo {
  system: {version: string};
  config: {max_channels?: number; default_language?: string};
  status: {startup_time: string; last_reload_time: string};
}

interface Base {
  /** Set by Asterisk when it happened: the same for every application that is told. */
  timestamp: string;
  application: string;
}

/** The events that the gateway acts on. Others are {@link AriOtherEvent}. */
export type AriKnownEvent = Base &
  (
    | {type: 'StasisStart'; channel: AriChannel; args: string[]}
    | {type: 'StasisEnd'; channel: AriChannel}
    | {type: 'ChannelDtmfReceived'; channel: AriChannel; digit: string; duration_ms: number}
    | {type: 'ChannelDestroyed'; channel: AriChannel; cause: number; cause_txt: string; tech_cause?: number}
    | {type: 'ChannelStateChange'; channel: AriChannel}
    | {type: 'ChannelHold'; channel: AriChannel}
    | {type: 'ChannelUnhold'; channel: AriChannel}
    | {type: 'PlaybackStarted'; playback: AriPlayback}
    | {type: 'PlaybackFinished'; playback: AriPlayback}
    | {type: 'Dial'; peer: AriChannel; dialstatus: string; dialstring?: string}
    | {type: 'ChannelUserevent'; eventname: string; userevent: Record<string, string>}
    | {type: 'ApplicationReplaced'}
  );

export interface AriOtherEvent extends Base {
  type: `other:${string}`;
}

export type AriEvent = AriKnownEvent | AriOtherEvent;
