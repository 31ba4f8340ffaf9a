package dev.sekisho.gateway;

/// When the last attempt of a request began and how long its parts took, in nanoseconds; -1 for
/// what has not happened.
final class UpstreamTimes {

    private static final long NEVER = -1;

    private long firstAttempt;
    private long attempt;
    private long connect;
    private long header;
    private long whole;

    UpstreamTimes() {
        clear();
    }

    void clear() {
        firstAttempt = NEVER;
        attempt = 0;
        connect = NEVER;
        header = NEVER;
        whole = NEVER;
    }

    void attempt() {
        attempt = System.nanoTime();
        if (firstAttempt == NEVER) {
            firstAttempt = attempt;
        }
    }

    void connected() {
        connect = sinceAttempt();
    }

    void answered() {
        header = sinceAttempt();
    }

    void completed() {
        whole = sinceAttempt();
    }

    long sinceAttempt() {
        return System.nanoTime() - attempt;
    }

    long sinceFirstAttempt() {
        return System.nanoTime() - firstAttempt;
    }

    long connectNanos() {
        return connect;
    }

    long headerNanos() {
        return header;
    }

    long wholeNanos() {
        return whole;
    }
}
