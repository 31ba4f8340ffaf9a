package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.TlsPolicy;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/// The native contexts of the certificates in use: one for each, made for the first client that
/// asks for it, and for as many as fit.
///
/// A context is outside of the heap and lives until this and every connection that was made from it
/// has let go of it.
final class OpenSslContexts {

    /// What a context is for. Tickets are bound to it.
    record Key(String certificate, TlsPolicy policy) {}

    /// Makes the context of a certificate.
    interface Maker {

        ReferenceCountedOpenSslContext make(ServedCertificate certificate, TlsPolicy policy)
                throws SSLException;
    }

    private static final class Entry {

        private final ReferenceCountedOpenSslContext context;
        private long era;

        private Entry(ReferenceCountedOpenSslContext context, long era) {
            this.context = context;
            this.era = era;
        }
    }

    private final Maker maker;
    private final TicketKeys tickets;
    private final int most;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long resumedBefore;

    OpenSslContexts(Maker maker, TicketKeys tickets, int most) {
        this.maker = maker;
        this.tickets = tickets;
        this.most = most;
    }

    /// Whoever gets it has to release it.
    synchronized ReferenceCountedOpenSslContext borrow(
            ServedCertificate certificate, TlsPolicy policy) throws SSLException {
        Key key = new Key(certificate.alias(), policy);
        long era = tickets.era();
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = new Entry(maker.make(certificate, policy), era);
            setKeys(key, entry);
            entries.put(key, entry);
            forgetEldest();
        } else if (entry.era != era) {
            entry.era = era;
            setKeys(key, entry);
        }
        entry.context.retain();
        return entry.context;
    }

    private void setKeys(Key key, Entry entry) {
        List<OpenSslSessionTicketKey> keys = new ArrayList<>(2);
        for (byte[] bytes : tickets.of(key.toString())) {
            keys.add(new OpenSslSessionTicketKey(part(bytes, 0), part(bytes, 1), part(bytes, 2)));
        }
        entry.context.sessionContext().setTicketKeys(keys.toArray(OpenSslSessionTicketKey[]::new));
    }

    private static byte[] part(byte[] bytes, int number) {
        byte[] part = new byte[16];
        System.arraycopy(bytes, number * part.length, part, 0, part.length);
        return part;
    }

    private void forgetEldest() {
        if (entries.size() > most) {
            var eldest = entries.values().iterator();
            forget(eldest.next());
            eldest.remove();
        }
    }

    private void forget(Entry entry) {
        resumedBefore += resumed(entry);
        entry.context.release();
    }

    /// Lets go of the contexts that are no longer wanted.
    synchronized void keep(Predicate<Key> wanted) {
        entries.entrySet()
                .removeIf(entry -> {
                    boolean unwanted = !wanted.test(entry.getKey());
                    if (unwanted) {
                        forget(entry.getValue());
                    }
                    return unwanted;
                });
    }

    /// How many sessions were resumed by a ticket.
    synchronized long resumed() {
        return resumedBefore + entries.values().stream().mapToLong(OpenSslContexts::resumed).sum();
    }

    private static long resumed(Entry entry) {
        return entry.context.sessionContext().stats().ticketKeyResume();
    }

    synchronized int size() {
        return entries.size();
    }
}
