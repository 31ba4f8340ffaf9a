package dev.sekisho.gateway.http1;

/// Follows bytes and tells whether they are UTF-8 (RFC 3629).
///
/// A character in a longer form than it needs is told apart from other faults: decoders that take
/// it see a character that was not there before, such as a slash.
final class Utf8Check {

    private int awaited;
    private int least;
    private int most;
    private boolean broken;
    private boolean overlong;

    void clear() {
        awaited = 0;
        broken = false;
        overlong = false;
    }

    void take(int octet) {
        if (awaited == 0) {
            begin(octet & 0xff);
        } else {
            follow(octet & 0xff);
        }
    }

    private void follow(int octet) {
        if (octet < 0x80 || octet > 0xbf) {
            broken = true;
            begin(octet);
            return;
        }
        overlong |= octet < least;
        broken |= octet < least || octet > most;
        awaited--;
        least = 0x80;
        most = 0xbf;
    }

    private void begin(int octet) {
        awaited = octet < 0xc0 ? 0 : octet < 0xe0 ? 1 : octet < 0xf0 ? 2 : octet < 0xf5 ? 3 : 0;
        broken |= octet >= 0x80 && awaited == 0;
        least = 0x80;
        most = 0xbf;
        switch (octet) {
            case 0xc0, 0xc1 -> least = 0xc0;
            case 0xe0 -> least = 0xa0;
            case 0xed -> most = 0x9f;
            case 0xf0 -> least = 0x90;
            case 0xf4 -> most = 0x8f;
            default -> {}
        }
    }

    /// Whether bytes were taken that no UTF-8 has.
    boolean isBroken() {
        return broken;
    }

    /// Whether no character is unfinished.
    boolean isComplete() {
        return awaited == 0;
    }

    boolean isOverlong() {
        return overlong;
    }
}
