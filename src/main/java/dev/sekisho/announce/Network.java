package dev.sekisho.announce;

import java.io.IOException;
import java.util.Collection;

/// What is done to the network of the node.
interface Network extends AutoCloseable {

    /// Puts an address on its interface, for some seconds: it goes by itself if nobody renews it.
    void take(Held held) throws IOException;

    /// Tells the neighbours where the address is now.
    void announce(Held held) throws IOException;

    /// Lets addresses stay for some seconds more; fails if one of them is gone.
    void renew(Collection<Held> held) throws IOException;

    /// Takes addresses away; one that is gone is no error.
    void release(Collection<Held> held) throws IOException;

    @Override
    void close();
}
