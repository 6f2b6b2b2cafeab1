/**
 * Puts a mark into what Asterisk receives: an OPTIONS over a socket of its own. What a phone was answered before is
 * in Asterisk's report ahead of the mark.
 */
export class Marker {
  readonly #socket: Promise<WebSocket>;

  constructor(url: string) {
    const socket = new WebSocket(url, 'sip');
    this.#socket = new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve(socket));
      socket.addEventListener('error', () => reject(new Error('Asterisk cannot be reached.')));
    });
  }

  /** Resolves with the mark's Call-ID. */
  async send(): Promise<string> {
    const id = crypto.randomUUID();
    const lines = [
      'OPTIONS sip:mark@sidetone.test SIP/2.0',
      `Via: SIP/2.0/WS mark.invalid;branch=z9hG4bK${id}`,
      'Max-Forwards: 70',
      `From: <sip:mark@sidetone.test>;tag=${id}`,
      'To: <sip:mark@sidetone.test>',
      `Call-ID: ${id}`,
      'CSeq: 1 OPTIONS',
      'Contact: <sip:mark@mark.invalid;transport=ws>',
      'Content-Length: 0',
    ];
    (await this.#socket).send([...lines, '', ''].join('\r\n'));
    return id;
  }
}
