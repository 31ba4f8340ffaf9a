package dev.sekisho.gateway.route;

import java.util.Arrays;

/// The hash of a run of bytes, built byte by byte.
final class Hashing {

    static final int START = 0x2f6e2b1;

    private Hashing() {}

    static int next(int hash, byte b) {
        return hash * 31 + b;
    }

    static int of(byte[] bytes) {
        int hash = START;
        for (byte b : bytes) {
            hash = next(hash, b);
        }
        return hash;
    }

    /// Spreads a hash over all bits, so that the low ones can pick a place in a table.
    static int spread(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return mixed ^ (mixed >>> 16);
    }

    /// The byte, in lower case if it is an ASCII letter.
    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    static boolean equal(byte[] key, byte[] bytes, int start, int end) {
        return Arrays.equals(key, 0, key.length, bytes, start, end);
    }
}
