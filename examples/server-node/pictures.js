// Width and height of a JPEG, BMP, PNG, GIF or TIFF, and whether it is whole, read from its structure alone.
'use strict';

class UnknownFormat extends Error {}

const READERS = [
  [/^\xff\xd8\xff/, jpeg],
  [/^\x89PNG\r\n\x1a\n/, png],
  [/^GIF8[79]a/, gif],
  [/^BM/, bmp],
  [/^(II\*\0|MM\0\*)/, tiff],
  [/^(RIFF....WEBP|P[1-6]\s)/s, unknown],
];

// [width, height]; throws UnknownFormat for a picture in another format, and any other error for bytes that are none
function measured(bytes) {
  const head = bytes.toString('latin1', 0, 16);
  const reader = READERS.find(([magic]) => magic.test(head))?.[1];
  if (reader === undefined) throw new Error('no picture');
  return reader(bytes);
}

function jpeg(bytes) {
  let [at, sizes] = [2, null];
  while (bytes.readUInt8(at) === 0xff && bytes[at + 1] !== 0xda) {
    const marker = bytes.readUInt8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      sizes = [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return whole(sizes, bytes.includes(Buffer.from([0xff, 0xd9]), at));
}

function png(bytes) {
  let at = 8;
  while (bytes.toString('latin1', at + 4, at + 8) !== 'IEND') at += 12 + bytes.readUInt32BE(at);
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

function gif(bytes) {
  return whole([bytes.readUInt16LE(6), bytes.readUInt16LE(8)], bytes.includes(Buffer.from([0x00, 0x3b]), 13));
}

function bmp(bytes) {
  const old = bytes.readUInt32LE(14) === 12;
  const [width, height] = old
    ? [bytes.readUInt16LE(18), bytes.readUInt16LE(20)]
    : [bytes.readInt32LE(18), Math.abs(bytes.readInt32LE(22))];
  const bits = bytes.readUInt16LE(old ? 24 : 28);
  const packed = !old && [1, 2].includes(bytes.readUInt32LE(30));
  const needed = packed ? bytes.readUInt32LE(34) : Math.ceil((width * bits) / 32) * 4 * height;
  return whole([width, height], bytes.length >= bytes.readUInt32LE(10) + needed);
}

function tiff(bytes) {
  const little = bytes[0] === 0x49;
  const short = (at) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (at) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const directory = long(4);
  const tags = new Map();
  for (let entry = directory + 2; entry < directory + 2 + 12 * short(directory); entry += 12) {
    const [read, width] = short(entry + 2) === 3 ? [short, 2] : [long, 4];
    const count = long(entry + 4);
    const start = count * width <= 4 ? entry + 8 : long(entry + 8);
    if ([256, 257, 273, 279].includes(short(entry))) {
      tags.set(short(entry), Array.from({ length: count }, (_, index) => read(start + index * width)));
    }
  }
  const ends = tags.get(273).map((offset, index) => offset + tags.get(279)[index]);
  return whole([tags.get(256)[0], tags.get(257)[0]], ends.every((end) => end <= bytes.length));
}

function unknown() {
  throw new UnknownFormat();
}

function whole(sizes, complete) {
  if (sizes === null || !complete) throw new Error('damaged');
  return sizes;
}

module.exports = { measured, UnknownFormat };
