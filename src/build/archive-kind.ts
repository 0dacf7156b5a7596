/** What a file is, from its first bytes: an archive that can be unpacked, or something that was downloaded in its place. */
import { open } from 'node:fs/promises'

export interface ArchiveKind {
  /** Undefined: no archive. */
  archive: 'tar' | 'zip' | undefined
  /** What it looks like, with an article, for people. */
  looksLike: string
}

/** Compressions that tar knows, by their magic numbers (see the formats' own specifications, or magic(5)). */
const COMPRESSED = ['1f8b', 'fd377a585a00', '425a68', '28b52ffd', '5d0000', '4c5a4950', '1f9d']
const ZIP = '504b0304'
const ELF = '7f454c46'
/** `ustar` stands here in the first header of a tar file. */
const TAR_MAGIC = { at: 257, text: 'ustar' }
const TAR_BLOCK = 512

/** Looks at the beginning of a file. */
export async function archiveKind(path: string): Promise<ArchiveKind> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAR_BLOCK), 0, TAR_BLOCK, 0)
    return kindOf(buffer.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

function kindOf(head: Buffer): ArchiveKind {
  const hex = head.toString('hex')
  if (hex.startsWith(ZIP)) return { archive: 'zip', looksLike: 'a zip archive' }
  if (COMPRESSED.some((magic) => hex.startsWith(magic))) return { archive: 'tar', looksLike: 'a compressed file' }
  const magic = head.subarray(TAR_MAGIC.at, TAR_MAGIC.at + TAR_MAGIC.text.length).toString('latin1')
  if (magic === TAR_MAGIC.text || isOldTar(head)) return { archive: 'tar', looksLike: 'a tar archive' }
  if (head.length === 0) return { archive: undefined, looksLike: 'an empty file' }
  if (hex.startsWith(ELF)) return { archive: undefined, looksLike: 'a program' }
  if (/^\s*(<!doctype html|<html|<\?xml|<head)/i.test(head.toString('latin1')))
    return { archive: undefined, looksLike: 'a web page' }
  const text = !head.some((byte) => byte < 9 || (byte > 13 && byte < 32))
  return { archive: undefined, looksLike: text ? 'a text' : 'a file of an unknown kind' }
}

/** Tar before 1988 has no magic, only the sum of its header's bytes, its own field at 148 counted as blanks. */
function isOldTar(head: Buffer): boolean {
  if (head.length < TAR_BLOCK) return false
  const sum = Number.parseInt(head.subarray(148, 156).toString('latin1'), 8)
  const bytes = head.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0)
  return sum === bytes
}
