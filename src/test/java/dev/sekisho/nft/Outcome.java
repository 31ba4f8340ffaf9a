package dev.sekisho.nft;

import dev.sekisho.nft.Statement.Answer;

/// What became of a packet.
public sealed interface Outcome {

    /// It goes to this address and port; `masqueraded` means that it comes from an address of the
    /// host by then.
    record Sent(String address, int port, boolean masqueraded) implements Outcome {

        public Sent {
            address = Addresses.canonical(address);
        }
    }

    record Dropped() implements Outcome {}

    record Rejected(Answer answer) implements Outcome {}
}
