import { crc32, deflateRawSync } from "node:zlib";

/** 1980-01-01, the oldest date a zip can carry: equal files give an equal archive, and so an equal hash. */
const DATE = 0x21;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
const UNIX_REGULAR_FILE_0644 = 0o100644 << 16;

/** Packs files, by their path with `/`, into a zip archive (PKWARE APPNOTE 6.3.10; no ZIP64: 4 GiB, 65,535 files). */
export function zip(files: Iterable<readonly [path: string, content: Uint8Array]>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = Buffer.from(path, "utf8");
    const packed = deflateRawSync(content);
    const description = describeFile(name, content, packed);
    const header = Buffer.concat([uint32(0x04034b50), description, name]);
    bodies.push(header, packed);
    directory.push(uint32(0x02014b50), uint16(0x0314), description, directoryRest(offset), name);
    offset += header.length + packed.length;
  }
  const count = directory.length / 5;
  const directoryBytes = Buffer.concat(directory);
  const end = [
    uint32(0x06054b50),
    uint32(0),
    uint16(count),
    uint16(count),
    uint32(directoryBytes.length),
    uint32(offset),
  ];
  return Buffer.concat([...bodies, directoryBytes, ...end, uint16(0)]);
}

/** The fields that a file's own header and its entry in the directory have in common. */
function describeFile(name: Buffer, content: Uint8Array, packed: Buffer): Buffer {
  const shorts = [20, UTF8_NAMES, DEFLATED, 0, DATE].map(uint16);
  const longs = [crc32(content), packed.length, content.length].map(uint32);
  return Buffer.concat([...shorts, ...longs, uint16(name.length), uint16(0)]);
}

/** Comment, disk, attributes and the place of the file's header. */
function directoryRest(offset: number): Buffer {
  return Buffer.concat([uint16(0), uint16(0), uint16(0), uint32(UNIX_REGULAR_FILE_0644), uint32(offset)]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}
