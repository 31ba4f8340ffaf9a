package dev.sekisho.model.http;

/// What of a request is the key of a consistent hash.
public sealed interface HashSource {

    /// As users write it after `hash:`.
    String text();

    /// The client's address, behind trusted proxies too.
    record ClientAddress() implements HashSource {
        @Override
        public String text() {
            return "client-address";
        }
    }

    /// Path and query, as they are sent on.
    record RequestUri() implements HashSource {
        @Override
        public String text() {
            return "request-uri";
        }
    }

    /// The first field of that name, which is in lower case.
    record Header(String name) implements HashSource {
        @Override
        public String text() {
            return "header:" + name;
        }
    }

    /// The first cookie of that name.
    record Cookie(String name) implements HashSource {
        @Override
        public String text() {
            return "cookie:" + name;
        }
    }
}
