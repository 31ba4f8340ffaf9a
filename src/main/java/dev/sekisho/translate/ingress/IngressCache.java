package dev.sekisho.translate.ingress;

import dev.sekisho.cluster.Ingress;
import dev.sekisho.translate.ingress.IngressReader.Basis;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/// Remembers what Ingresses ask for from one translation to the next, so that a change of one of
/// many costs the reading of that one.
///
/// Ingresses are told apart as objects: a source keeps an object as long as nothing in it changes.
/// What a translation did not ask for is forgotten at its end.
public final class IngressCache {

    private IdentityHashMap<Ingress, IngressReading> before = new IdentityHashMap<>();
    private IdentityHashMap<Ingress, IngressReading> used = new IdentityHashMap<>();
    private @Nullable Basis basis;

    /// Begins a translation; what an unfinished one left is dropped.
    void begin() {
        used = new IdentityHashMap<>(before.size());
    }

    IngressReading read(Ingress ingress, IngressReader reader) {
        var reading = known(ingress, reader);
        if (reading == null) {
            reading = reader.read(ingress);
        }
        used.put(ingress, reading);
        return reading;
    }

    private @Nullable IngressReading known(Ingress ingress, IngressReader reader) {
        var known = before.get(ingress);
        if (known == null || basis == null) {
            return null;
        }
        return reader.stillHolds(known, ingress, basis) ? known : null;
    }

    /// Ends a translation, all of which was read by this reader.
    void end(IngressReader reader) {
        before = used;
        used = new IdentityHashMap<>();
        basis = reader.basis();
    }

    int size() {
        return before.size();
    }
}
