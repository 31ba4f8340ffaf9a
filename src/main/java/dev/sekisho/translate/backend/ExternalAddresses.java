package dev.sekisho.translate.backend;

import dev.sekisho.translate.syntax.IpAddress;

/// Which addresses an ExternalName may lead to.
///
/// Whoever may write a Service chooses its external name, and the gateway connects from its own
/// network: loopback would reach its management port, metadata addresses its credentials.
public enum ExternalAddresses {
    ANYTHING_BUT_LOCAL {
        @Override
        boolean permits(IpAddress address) {
            return !address.isLoopback()
                    && !address.isLinkLocal()
                    && !address.isUnspecified()
                    && !address.isMulticast()
                    && !address.isMetadata();
        }
    },
    ANYTHING {
        @Override
        boolean permits(IpAddress address) {
            return true;
        }
    };

    abstract boolean permits(IpAddress address);
}
