package dev.sekisho.gateway;

/// A response that the gateway makes itself: its status, and the one field that some have.
record Answer(int status, String field, String value) {

    private static final String NO_FIELD = "";
    private static final String RETRY_SECONDS = "2";

    static Answer of(int status) {
        return new Answer(status, NO_FIELD, "");
    }

    /// For a lack of ours that will pass: it is worth asking again soon.
    static Answer later() {
        return new Answer(503, "Retry-After", RETRY_SECONDS);
    }

    static Answer redirect(int status, String location) {
        return new Answer(status, "Location", location);
    }

    boolean hasField() {
        return !field.isEmpty();
    }
}
