/** The client of a conference from which a call goes out: what LiveSwitch calls `ClientInfo`. All but the id may be missing. */
export interface ClientInfo {
  /** The client's id; a user's id where there is no other. */
  id: string;
  deviceId?: string;
  deviceAlias?: string;
  userId?: string;
  userAlias?: string;
  tag?: string;
  roles?: readonly string[];
  region?: string;
}

/** A telephone number that is to be called. */
export interface OutboundRequest {
  /** E.164 */
  number: string;
  /** The channel that calls. */
  room: string;
  client: ClientInfo;
  /** The application from which it calls. */
  application?: string;
  /** Trunks that were tried for this call already, in order. */
  tried: readonly string[];
}

/** By which trunk it is called now. */
export type OutboundRoute =
  | {
      kind: 'trunk';
      /** The trunk's id. */
      trunk: string;
      /** Asterisk's technology and resource: `PJSIP/+41446681800@trunk`. */
      endpoint: string;
      /** Who calls, as From shows it. */
      callerId: {number: string; name: string};
    }
  /** There is none, or none is left. `detail`: why, for operators. */
  | {kind: 'none'; detail: string};
