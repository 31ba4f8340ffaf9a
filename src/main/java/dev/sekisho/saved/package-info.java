/// The last configuration on disk: what a gateway begins with that starts while the API server is
/// away.
///
/// Uses `cluster` and `model`. Nothing here translates, serves or talks to Kubernetes.
///
/// What is saved are the slim objects that translation reads, not the snapshot: a newer program
/// translates them by its own rules, and everything that could be done from a listing can be done
/// from the file.
///
/// **The file** `last-configuration`, all numbers big-endian:
///
/// | Bytes | What |
/// |---|---|
/// | 4 | `SKSH` |
/// | 4 | version of the format |
/// | 8 | length of the body |
/// | 4 | CRC-32C of the body |
/// | n | body: when it was saved, its origin, the objects |
///
/// In the body a count is a variable-length integer of seven bits a byte, the lowest first, and a
/// text is written once and referred to by its number afterwards. The origin names what the objects
/// were read from and for; a file of another origin is not used. The version changes whenever
/// [ObjectEncoder] writes anything else for the same objects.
///
/// A file is written beside the old one, forced to the disk and renamed; it is readable by its
/// owner alone, because it may hold private keys. One that is damaged, too large or not ours is
/// named in one line of the log and ignored.
@NullMarked
package dev.sekisho.saved;

import org.jspecify.annotations.NullMarked;
