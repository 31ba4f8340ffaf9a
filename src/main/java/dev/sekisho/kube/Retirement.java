package dev.sekisho.kube;

import dev.sekisho.cluster.Ingress;
import dev.sekisho.kube.KubernetesSourceSettings.Pace;
import dev.sekisho.mapping.IngressMapper;
import dev.sekisho.model.ObjectRef;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Takes the addresses of a gateway that is gone from the statuses of Ingresses.
///
/// A gateway that is uninstalled cannot do it: its permissions go in the same moment. What it wrote
/// carries the name of our field manager; nothing else is touched.
public final class Retirement {

    private static final int PAGE = 500;

    private final ApiServer api;
    private final Duration within;

    /// The connection stays the caller's. A server that does not answer, or does not know yet what
    /// we may do, is asked again for as long as `within`.
    public Retirement(ClusterConnection connection, Duration within) {
        this.api = new ApiServer(connection, Pace.DEFAULT.requestTimeout());
        this.within = within;
    }

    /// Clears those that `ours` chooses in these namespaces, in all where none is named, and tells
    /// how many they were.
    public int clear(Set<String> namespaces, Predicate<Ingress> ours)
            throws IOException, InterruptedException {
        var pace = Pace.DEFAULT;
        var backoff = new Backoff(pace.firstPause(), pace.longestPause());
        var end = System.nanoTime() + within.toNanos();
        var cleared = 0;
        while (true) {
            try {
                for (var ingress : shown(namespaces, ours)) {
                    clear(ingress);
                    cleared++;
                }
                return cleared;
            } catch (ApiException e) {
                if (System.nanoTime() - end >= 0) {
                    throw new IOException(api.address() + ": " + e.getMessage(), e);
                }
                backoff.pause();
            }
        }
    }

    private List<ObjectRef> shown(Set<String> namespaces, Predicate<Ingress> ours)
            throws ApiException, InterruptedException {
        var found = new ArrayList<ObjectRef>();
        for (var namespace : namespaces.isEmpty() ? Set.of("") : namespaces) {
            var next = page(namespace, "", ours, found);
            while (!next.isEmpty()) {
                next = page(namespace, next, ours, found);
            }
        }
        return found;
    }

    private String page(
            String namespace, String next, Predicate<Ingress> ours, List<ObjectRef> found)
            throws ApiException, InterruptedException {
        var from = URLEncoder.encode(next, StandardCharsets.UTF_8);
        var query = "?limit=" + PAGE + (next.isEmpty() ? "" : "&continue=" + from);
        var body = api.get(ResourceType.INGRESSES.path(namespace) + query);
        return WireFormat.readPage(
                        body,
                        item -> {
                            var ingress = IngressMapper.map(decode(item));
                            if (showsOurs(ingress) && ours.test(ingress)) {
                                found.add(ingress.ref());
                            }
                        })
                .next();
    }

    private io.fabric8.kubernetes.api.model.networking.v1.Ingress decode(byte[] json)
            throws ApiException {
        return api.decode(json, io.fabric8.kubernetes.api.model.networking.v1.Ingress.class);
    }

    private static boolean showsOurs(Ingress ingress) {
        return ingress.statusIsOurs() && !ingress.status().isEmpty();
    }

    /// One that has gone by itself shows nothing, too.
    private void clear(ObjectRef ingress) throws ApiException, InterruptedException {
        try {
            api.merge(IngressStatusWriter.path(ingress), IngressStatusWriter.patch(List.of()));
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }
}
