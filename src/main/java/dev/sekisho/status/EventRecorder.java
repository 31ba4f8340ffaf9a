package dev.sekisho.status;

/// Takes notes to be written as Events.
@FunctionalInterface
public interface EventRecorder {

    enum Answer {
        TAKEN,
        /// There is no room, or this replica may not write: offer it again later.
        LATER
    }

    /// Must not block.
    Answer record(EventNote note);
}
