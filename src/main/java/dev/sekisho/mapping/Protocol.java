package dev.sekisho.mapping;

import org.jspecify.annotations.Nullable;

/// Maps the protocol of a port.
final class Protocol {

    private Protocol() {}

    static String orTcp(@Nullable String protocol) {
        return protocol == null || protocol.isEmpty() ? "TCP" : Canonical.text(protocol);
    }
}
