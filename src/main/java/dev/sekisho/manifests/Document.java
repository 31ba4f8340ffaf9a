package dev.sekisho.manifests;

import com.fasterxml.jackson.databind.JsonNode;

/// One document of a file: its tree, and where in the file it and its fields stand.
record Document(JsonNode root, Lines lines) {

    /// Finds lines, counted from 1, for messages.
    @FunctionalInterface
    interface Lines {

        /// The line of the field at this path, or of the nearest thing around it that is known.
        int of(FieldPath path);
    }
}
