package dev.sekisho.gateway.http1;

import java.util.List;

/// A request as some reader of HTTP took it in; what two readers are compared by.
public record Message(String method, String target, List<Field> fields, String body) {

    /// A field; the name in lower case, the value without the white space around it.
    public record Field(String name, String value) {}

    /// What a reader made of some bytes: the whole requests, and why there are no more.
    public record Reading(List<Message> messages, End end) {}

    /// Why a reader stopped.
    public sealed interface End {

        /// The bytes are used up, between two requests.
        record Clean() implements End {}

        /// The bytes are used up, within a request.
        record Unfinished() implements End {}

        /// What comes next is no request.
        record Refused(String reason) implements End {}
    }
}
