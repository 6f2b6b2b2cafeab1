/** As one writes a Swiss number. */
export function spaced(number: string): string {
  return number.replace(/^(\+41)(\d\d)(\d{3})(\d\d)(\d\d)$/, '$1 $2 $3 $4 $5');
}
