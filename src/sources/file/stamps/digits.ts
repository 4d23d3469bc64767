// Numbers and names of months in bytes, as stamps hold them.

const ZERO = 0x30;

/** A number of so many digits; negative when one of them is none. */
export function digitsAt(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

export const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= ZERO + 9;

/** 1 to 12; 0 where no month stands. Every line may be asked, so the three letters are told apart as one number. */
export function monthAt(bytes: Uint8Array, at: number): number {
  switch (wordOf(bytes, at)) {
    case 0x4a616e:
      return 1;
    case 0x466562:
      return 2;
    case 0x4d6172:
      return 3;
    case 0x417072:
      return 4;
    case 0x4d6179:
      return 5;
    case 0x4a756e:
      return 6;
    case 0x4a756c:
      return 7;
    case 0x417567:
      return 8;
    case 0x536570:
      return 9;
    case 0x4f6374:
      return 10;
    case 0x4e6f76:
      return 11;
    case 0x446563:
      return 12;
    default:
      return 0;
  }
}

function wordOf(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

/** Seconds since midnight of `hh:mm:ss`; negative when there is none. */
export function timeAt(bytes: Uint8Array, at: number): number {
  if (bytes[at + 2] !== 0x3a || bytes[at + 5] !== 0x3a) return -1;
  const hour = digitsAt(bytes, at, 2);
  const minute = digitsAt(bytes, at + 3, 2);
  const second = digitsAt(bytes, at + 6, 2);
  const fits = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
  return fits ? hour * 3600 + minute * 60 + second : -1;
}
