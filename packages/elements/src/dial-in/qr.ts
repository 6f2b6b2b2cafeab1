/** A QR code as one path, in units of its modules, with the white around it that cameras need. */
export interface QrDrawing {
  /** Modules along a side, the white included. */
  size: number;
  /** Its dark modules. */
  path: string;
}

/** Modules of white on each side (ISO/IEC 18004 6.3.8). */
const quiet = 4;

/** Draws `text` as a QR code. The encoder is fetched when it is first needed. */
export async function qrDrawing(text: string): Promise<QrDrawing> {
  const {default: encode} = await import('qr');
  const rows = encode(text, 'raw', {ecc: 'medium', border: quiet});
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')));
  return {size: rows.length, path: path.join('')};
}
