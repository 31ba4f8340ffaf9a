package dev.sekisho.gateway.http2;

/// What an honest client seldom does, and what it costs it of the budget of its connection.
public enum Oddity {
    /// A stream cancelled as soon as it was opened.
    RAPID_RESET(8),
    /// A stream cancelled later.
    LATE_RESET(1),
    /// Something that made us reset a stream.
    STREAM_ERROR(8),
    /// A request that was refused because it breaks a rule.
    REQUEST_REFUSED(8),
    /// A header list far beyond every limit.
    FIELDS_TOO_LARGE(160),
    /// A header block on a stream that we have reset.
    STRAY_FIELDS(5),
    /// More streams at once than were agreed on.
    TOO_MANY_STREAMS(6),
    /// A request for whose head there is no room beside those under way.
    MANY_HEADS(1),
    /// A stream opened after we said that no more are served.
    AFTER_GOAWAY(4),
    /// A frame of data without data.
    EMPTY_DATA(5),
    /// A ping that no data of ours explains.
    PING(1),
    SETTINGS(2),
    /// More frames that only steer than what was asked for explains.
    STEERING(8),
    /// A piece of a header block that is hardly larger than its frame.
    SMALL_CONTINUATION(40),
    /// A response that was not taken in time.
    STALLED(8);

    private final int cost;

    Oddity(int cost) {
        this.cost = cost;
    }

    int cost() {
        return cost;
    }
}
