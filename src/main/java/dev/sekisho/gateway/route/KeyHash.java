package dev.sekisho.gateway.route;

/// The keys of consistent hashes: 64 bits of a text or a run of bytes, the same on every gateway.
public final class KeyHash {

    /// Stands for a request that has no key; no hash is equal to it.
    public static final long NONE = 0;

    private static final long START = 0xcbf29ce484222325L;
    private static final long FACTOR = 0x100000001b3L;

    private KeyHash() {}

    /// FNV-1a.
    public static long of(byte[] bytes, int start, int end) {
        return continued(START, bytes, start, end);
    }

    /// The hash of what `before` is the hash of, with more bytes after it.
    public static long continued(long before, byte[] bytes, int start, int end) {
        long hash = before;
        for (int i = start; i < end; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * FACTOR;
        }
        return some(hash);
    }

    public static long of(String text) {
        long hash = START;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FACTOR;
        }
        return some(hash);
    }

    private static long some(long hash) {
        return hash == NONE ? START : hash;
    }

    /// Spreads the differences of similar keys over all bits.
    static long mixed(long key) {
        long mixed = (key ^ (key >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
