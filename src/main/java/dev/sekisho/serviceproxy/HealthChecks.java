package dev.sekisho.serviceproxy;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.service.HealthCheck;
import dev.sekisho.serviceproxy.HealthServer.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// The health check node ports: load balancers ask there whether this node has endpoints of a
/// Service.
final class HealthChecks implements AutoCloseable {

    private static final String EVERYWHERE = "::";

    private final BooleanSupplier healthy;
    private final Map<Integer, HealthServer> servers = new HashMap<>();
    private final Map<Integer, HealthCheck> checks = new ConcurrentHashMap<>();

    HealthChecks(BooleanSupplier healthy) {
        this.healthy = healthy;
    }

    /// Listens for these and for no others; returns what could not be opened.
    List<Diagnostic> apply(List<HealthCheck> wanted) {
        var byPort = wanted.stream().collect(Collectors.toMap(HealthCheck::port, it -> it));
        servers.entrySet()
                .removeIf(it -> {
                    var isGone = !byPort.containsKey(it.getKey());
                    if (isGone) {
                        it.getValue().close();
                    }
                    return isGone;
                });
        checks.keySet().retainAll(byPort.keySet());
        checks.putAll(byPort);
        var problems = new ArrayList<Diagnostic>();
        wanted.stream()
                .filter(it -> !servers.containsKey(it.port()))
                .forEach(it -> open(it, problems));
        return problems;
    }

    private void open(HealthCheck check, List<Diagnostic> problems) {
        var port = check.port();
        try {
            servers.put(port, HealthServer.start(EVERYWHERE, port, _ -> answer(port)));
        } catch (IOException e) {
            problems.add(
                    Diagnostic.warning(
                            ObjectRef.service(check.namespace(), check.service()),
                            Reason.NOT_PROGRAMMED,
                            "spec.healthCheckNodePort %d cannot be listened on: %s"
                                    .formatted(port, e.getMessage())));
        }
    }

    private Answer answer(int port) {
        var check = checks.get(port);
        return check == null ? Answer.NOT_FOUND : answer(check, healthy.getAsBoolean());
    }

    /// In the words of kube-proxy, which load balancers of clouds understand.
    static Answer answer(HealthCheck check, boolean healthy) {
        var json =
                """
                {
                	"service": {
                		"namespace": "%s",
                		"name": "%s"
                	},
                	"localEndpoints": %d,
                	"serviceProxyHealthy": %b
                }\
                """
                        .formatted(
                                check.namespace(),
                                check.service(),
                                check.localEndpoints(),
                                healthy);
        var status = check.localEndpoints() > 0 && healthy ? 200 : 503;
        return new Answer(status, json, check.localEndpoints());
    }

    @Override
    public void close() {
        servers.values().forEach(HealthServer::close);
        servers.clear();
    }
}
