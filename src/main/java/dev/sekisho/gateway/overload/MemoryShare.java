package dev.sekisho.gateway.overload;

/// How much of one limit is used; 1 is all of it.
public record MemoryShare(Kind kind, double share) {

    /// Which limit.
    public enum Kind {
        /// What objects may take.
        HEAP("heap"),
        /// What buffers may take.
        DIRECT("direct"),
        /// What the kernel lets the container have.
        CONTAINER("container");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
