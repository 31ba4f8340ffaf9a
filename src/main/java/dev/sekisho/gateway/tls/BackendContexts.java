package dev.sekisho.gateway.tls;

import dev.sekisho.model.BackendTls;
import dev.sekisho.model.HttpVersion;
import dev.sekisho.model.tls.Authorities;
import dev.sekisho.model.tls.Certificate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// The contexts in which connections to pods are made, shared by all event loops: one for whom we
/// trust, how we authenticate and what is spoken, made for the first connection that needs it.
///
/// The server name is no part of it: sessions are remembered under that, and a context would be
/// much for a name.
final class BackendContexts<C> {

    record Key(
            Optional<Authorities> authorities,
            Optional<Certificate> certificate,
            HttpVersion version) {

        static Key of(BackendTls tls, HttpVersion version) {
            return new Key(tls.authorities(), tls.certificate(), version);
        }
    }

    /// Makes the context of a key.
    interface Maker<C> {
        C make(Key key) throws SSLException;
    }

    /// Makes something in a context.
    interface User<C, R> {
        R use(C context) throws SSLException;
    }

    private final int most;
    private final Maker<C> maker;
    private final Consumer<C> end;
    private final Map<Key, C> contexts = new LinkedHashMap<>(16, 0.75f, true);

    /// Of more than `most` the one that was not used for longest is let go of, by `end`, as is one
    /// that is no longer wanted. Connections that were made in it go on.
    BackendContexts(int most, Maker<C> maker, Consumer<C> end) {
        this.most = most;
        this.maker = maker;
        this.end = end;
    }

    synchronized <R> R in(Key key, User<C, R> user) throws SSLException {
        C context = contexts.get(key);
        if (context == null) {
            context = maker.make(key);
            contexts.put(key, context);
            forgetEldest();
        }
        return user.use(context);
    }

    private void forgetEldest() {
        if (contexts.size() > most) {
            var eldest = contexts.values().iterator();
            end.accept(eldest.next());
            eldest.remove();
        }
    }

    /// Lets go of the contexts of all but these.
    synchronized void retain(Set<BackendTls> wanted) {
        Set<Key> keys = new HashSet<>();
        for (BackendTls tls : wanted) {
            for (HttpVersion version : HttpVersion.values()) {
                keys.add(Key.of(tls, version));
            }
        }
        contexts.entrySet()
                .removeIf(entry -> {
                    boolean unwanted = !keys.contains(entry.getKey());
                    if (unwanted) {
                        end.accept(entry.getValue());
                    }
                    return unwanted;
                });
    }

    synchronized int size() {
        return contexts.size();
    }
}
