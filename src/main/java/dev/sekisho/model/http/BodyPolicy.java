package dev.sekisho.model.http;

/// What is done with a request body before it goes to a pod.
///
/// `memoryBytes` is how much of a whole body is kept in memory.
public record BodyPolicy(Passing passing, int memoryBytes) {

    /// When a body is sent on.
    public enum Passing {
        /// As it comes.
        STREAMED,
        /// Once it is there to its end; only then a pod is chosen.
        WHOLE
    }

    public static final BodyPolicy STREAMED = new BodyPolicy(Passing.STREAMED, 16 << 10);
}
