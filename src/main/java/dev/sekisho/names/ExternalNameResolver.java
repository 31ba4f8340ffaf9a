package dev.sekisho.names;

import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.cluster.Demand;
import dev.sekisho.cluster.DemandListener;
import dev.sekisho.cluster.NameLookup;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps the addresses of demanded names in the store, asked for again as their time to live ends.
///
/// A name whose servers fail keeps its last addresses for ten minutes; one that the DNS denies
/// loses them at once. Costs no thread until a first name is demanded.
public final class ExternalNameResolver implements DemandListener, AutoCloseable {

    private static final int AT_ONCE = 16;

    private final ClusterStore store;
    private final Supplier<DnsServerAddressStreamProvider> servers;
    private final Timing timing;
    private @Nullable Work work;
    private boolean closed;

    /// Asks the DNS servers that the system is configured with.
    public ExternalNameResolver(ClusterStore store) {
        this(store, DnsServerAddressStreamProviders::platformDefault, Timing.DEFAULT);
    }

    ExternalNameResolver(
            ClusterStore store, Supplier<DnsServerAddressStreamProvider> servers, Timing timing) {
        this.store = store;
        this.servers = servers;
        this.timing = timing;
    }

    @Override
    public synchronized void demanded(Demand demand) {
        if (closed || (work == null && demand.externalNames().isEmpty())) {
            return;
        }
        var started = work == null ? new Work() : work;
        work = started;
        started.demand(demand.externalNames());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (work != null) {
            work.close();
        }
    }

    /// All that happens on the event loop.
    private final class Work {

        private final NioEventLoopGroup group =
                new NioEventLoopGroup(1, new DefaultThreadFactory("sekisho-names", true));
        private final EventLoop loop = group.next();
        private final DnsClient client = new DnsClient(loop, servers.get(), timing.queryTimeout());
        private final LocalNames local = new LocalNames();
        private final Map<String, TrackedName> names = new HashMap<>();
        private final Queue<TrackedName> waiting = new ArrayDeque<>();
        private int asking;

        void demand(SortedSet<String> wanted) {
            loop.execute(() -> track(wanted));
        }

        private void track(SortedSet<String> wanted) {
            var gone = names.keySet().stream().filter(it -> !wanted.contains(it)).toList();
            for (var name : gone) {
                forget(name);
            }
            for (var name : wanted) {
                if (!names.containsKey(name)) {
                    var tracked = new TrackedName(name);
                    names.put(name, tracked);
                    due(tracked);
                }
            }
        }

        private void forget(String name) {
            var tracked = names.remove(name);
            if (tracked != null) {
                tracked.forget();
            }
            store.putName(name, new NameLookup.Pending());
        }

        private void due(TrackedName name) {
            waiting.add(name);
            askNext();
        }

        private void askNext() {
            while (asking < AT_ONCE) {
                var name = waiting.poll();
                if (name == null) {
                    return;
                }
                if (!name.isForgotten()) {
                    ask(name);
                }
            }
        }

        private void ask(TrackedName name) {
            var known = local.find(name.name());
            if (known != null) {
                // The hosts file counts as an answer of the longest life.
                answered(name, new Answer.Addresses(known, timing.mostTtl().toSeconds()));
                return;
            }
            asking++;
            client.ask(
                    name.name(),
                    answer -> {
                        asking--;
                        if (!name.isForgotten()) {
                            answered(name, answer);
                        }
                        askNext();
                    });
        }

        private void answered(TrackedName name, Answer answer) {
            var now = System.nanoTime();
            switch (answer) {
                case Answer.Addresses(var addresses, var ttl) -> {
                    name.succeeded(now);
                    var resolved = new NameLookup.Resolved(List.copyOf(addresses));
                    store.putName(name.name(), resolved);
                    askAgain(name, timing.afterAnswer(ttl));
                }
                case Answer.Denied(var problem) -> {
                    name.denied();
                    store.putName(name.name(), new NameLookup.Failed(problem));
                    askAgain(name, timing.afterFailure(name.failed()));
                }
                case Answer.Failure(var problem) -> {
                    if (!name.mayServeStale(now, timing.stale().toNanos())) {
                        store.putName(name.name(), new NameLookup.Failed(problem));
                    }
                    askAgain(name, timing.afterFailure(name.failed()));
                }
            }
        }

        private void askAgain(TrackedName name, Duration delay) {
            name.next(loop.schedule(() -> due(name), delay.toNanos(), TimeUnit.NANOSECONDS));
        }

        void close() {
            loop.execute(() -> {
                names.values().forEach(TrackedName::forget);
                names.clear();
                client.close();
            });
            var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
