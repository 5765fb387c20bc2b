// A zip of files that are stored, not packed: the same files always give the same bytes.

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 0xff];
  return (crc ^ 0xffffffff) >>> 0;
}

const numbers = (...pairs) => {
  const bytes = Buffer.alloc(pairs.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, value] of pairs) at = bytes.writeUIntLE(value, at, size);
  return bytes;
};

/** The entries' common part: version, UTF-8 names, stored, 1 January 1980, checksum and sizes. */
const described = (name, bytes) => numbers(
  [2, 20], [2, 0x0800], [2, 0], [2, 0], [2, 0x21], [4, crc32(bytes)],
  [4, bytes.length], [4, bytes.length], [2, name.length], [2, 0],
);

/** One zip of `[name, content]` pairs, in the order given. */
export function zip(files) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [called, content] of files) {
    const [name, bytes] = [Buffer.from(called), Buffer.from(content)];
    const entry = described(name, bytes);
    parts.push(numbers([4, 0x04034b50]), entry, name, bytes);
    const rest = numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, at]);
    directory.push(numbers([4, 0x02014b50], [2, 20]), entry, rest, name);
    at += 4 + entry.length + name.length + bytes.length;
  }
  const listed = Buffer.concat(directory);
  const end = numbers(
    [4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length],
    [4, listed.length], [4, at], [2, 0],
  );
  return Buffer.concat([...parts, listed, end]);
}
