import type {SipLink} from '@sidetone/core';

/** One SIP message, as far as a scripted test looks at it. */
export interface Seen {
  /** The method, or the status of a response. */
  what: string;
  text: string;
  body: string;
  header(name: string): string;
}

/** A SIP server whose every word the test says. */
export class ScriptedServer implements SipLink {
  readonly url = 'wss://pbx.example/ws';
  receive: ((message: string) => void) | undefined;
  readonly seen: Seen[] = [];
  #read = 0;
  #waiting: (() => void) | undefined;

  send(message: string): void {
    this.seen.push(parse(message));
    this.#waiting?.();
  }

  /** The next message of this kind that was not read yet; those before it are passed over. */
  async next(what: string): Promise<Seen> {
    for (;;) {
      while (this.#read < this.seen.length) {
        const message = this.seen[this.#read++]!;
        if (message.what === what) return message;
      }
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
  }

  /** With a Contact unless `headers` bring one; `tag` tells apart who answers. */
  reply(request: Seen, status: string, headers: string[] = [], body = '', tag = 'far'): void {
    const to = request.header('to');
    this.say(
      `SIP/2.0 ${status}`,
      [
        `Via: ${request.header('via')}`,
        `From: ${request.header('from')}`,
        `To: ${to.includes(';tag=') ? to : `${to};tag=${tag}`}`,
        `Call-ID: ${request.header('call-id')}`,
        `CSeq: ${request.header('cseq')}`,
        ...(headers.some((line) => line.startsWith('Contact:')) ? [] : ['Contact: <sip:far@pbx.example>']),
        ...headers,
      ],
      body,
    );
  }

  say(first: string, headers: string[], body = ''): void {
    const type =
      body && !headers.some((line) => /^content-type/i.test(line)) ? ['Content-Type: application/sdp'] : [];
    const length = `Content-Length: ${new TextEncoder().encode(body).length}`;
    this.receive?.([first, ...headers, ...type, length, '', body].join('\r\n'));
  }
}

function parse(text: string): Seen {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const first = head.split('\r\n', 1)[0]!;
  return {
    what: first.startsWith('SIP/') ? first.split(' ')[1]! : first.split(' ')[0]!,
    text,
    body: rest.join('\r\n\r\n'),
    header: (name) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '',
  };
}
