import {html, nothing, svg, type ReactiveController, type ReactiveControllerHost} from 'lit';
import {qrDrawing, type QrDrawing} from './qr.js';

/** Draws QR codes for its host, the last one at a time. */
export class QrController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #text = '';
  #drawing: QrDrawing | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  /** The code for this text; undefined until it is drawn, after which the host is rendered again. */
  drawing(text: string): QrDrawing | undefined {
    if (text !== this.#text) void this.#draw(text);
    return this.#drawing;
  }

  async #draw(text: string): Promise<void> {
    this.#text = text;
    this.#drawing = undefined;
    const drawing = await qrDrawing(text).catch(() => undefined); // without a code there is still the number
    if (text !== this.#text) return;
    this.#drawing = drawing;
    this.#host.requestUpdate();
  }
}

/** A QR code with a line under it. Its room is kept while it is being drawn. */
export function qrCode(drawing: QrDrawing | undefined, label: string, hint: string) {
  const side = drawing?.size ?? 0;
  return html`<figure part="qr" class="qr">
    <svg viewBox="0 0 ${side} ${side}" role="img" aria-label=${label} shape-rendering="crispEdges">
      ${drawing ? svg`<path d=${drawing.path} />` : nothing}
    </svg>
    <figcaption class="hint" aria-hidden="true">${hint}</figcaption>
  </figure>`;
}
