package dev.sekisho.translate.tls;

import dev.sekisho.cluster.Secret;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.translate.syntax.Reading;
import java.util.HashMap;
import java.util.Map;

/// Remembers parsed certificates from one translation to the next.
///
/// What a translation did not ask for is forgotten at its end.
public final class CertificateCache {

    private record Entry(Secret secret, Reading<KeyedCertificate> reading) {

        boolean isOf(Secret other) {
            return secret.type().equals(other.type()) && secret.data().equals(other.data());
        }
    }

    private Map<ObjectRef, Entry> before = new HashMap<>();
    private Map<ObjectRef, Entry> used = new HashMap<>();

    Reading<KeyedCertificate> read(ObjectRef ref, Secret secret) {
        var entry = used.get(ref);
        if (entry == null || !entry.isOf(secret)) {
            entry = before.get(ref);
        }
        if (entry == null || !entry.isOf(secret)) {
            entry = new Entry(secret, CertificateReader.read(secret));
        }
        used.put(ref, entry);
        return entry.reading();
    }

    /// Ends one translation.
    public void sweep() {
        before = used;
        used = new HashMap<>();
    }

    int size() {
        return before.size();
    }
}
