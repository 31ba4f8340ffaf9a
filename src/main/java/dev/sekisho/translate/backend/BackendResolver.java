package dev.sekisho.translate.backend;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.IngressBackend;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.translate.draft.DemandDraft;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.syntax.Excerpt;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Finds the Service port that a rule leads to; whatever is in the way makes the route answer 503.
public final class BackendResolver {

    /// Who asks, and for what: `place` is how messages call the backend, if there are any.
    public record Asker(ObjectRef subject, String namespace, Supplier<String> place) {}

    private final ClusterState state;
    private final ExternalNameReader externalNames;
    private final ForwardPolicy policy;
    private final DemandDraft demand;
    private final Diagnostics diagnostics;

    public BackendResolver(
            ClusterState state,
            ExternalAddresses permitted,
            ForwardPolicy policy,
            DemandDraft demand,
            Diagnostics diagnostics) {
        this.state = state;
        this.externalNames = new ExternalNameReader(state, permitted);
        this.policy = policy;
        this.demand = demand;
        this.diagnostics = diagnostics;
    }

    public RouteAction resolve(Asker asker, IngressBackend backend) {
        return switch (backend) {
            case IngressBackend.ByNumber(var service, var port) -> byNumber(asker, service, port);
            case IngressBackend.ByName(var service, var port) -> byName(asker, service, port);
            case IngressBackend.Resource(_, var kind, var name) ->
                    refuse(
                            asker,
                            Reason.RESOURCE_BACKEND,
                            "leads to " + Excerpt.of(kind + " " + name) + " (expected: a Service)");
            case IngressBackend.Malformed(var problem) ->
                    refuse(asker, Reason.INVALID_BACKEND, "is malformed: " + Excerpt.of(problem));
            case IngressBackend.None() ->
                    refuse(asker, Reason.INVALID_BACKEND, "is missing (expected: a Service)");
        };
    }

    private RouteAction byNumber(Asker asker, String name, int port) {
        if (port < 1 || port > 65535) {
            return refuse(
                    asker,
                    Reason.INVALID_BACKEND,
                    "names port " + port + " (expected: 1 to 65535, or a port name)");
        }
        var ref = ObjectRef.service(asker.namespace(), name);
        var service = state.services().get(ref);
        if (service == null) {
            return missing(asker, name);
        }
        if (service.type() == Service.Type.EXTERNAL_NAME && service.ports().isEmpty()) {
            return externalName(asker, service, port);
        }
        return onPort(asker, service, String.valueOf(port), candidate -> candidate.port() == port);
    }

    private RouteAction byName(Asker asker, String name, String port) {
        var service = state.services().get(ObjectRef.service(asker.namespace(), name));
        if (service == null) {
            return missing(asker, name);
        }
        return onPort(
                asker,
                service,
                Excerpt.of(port),
                candidate -> !port.isEmpty() && candidate.name().equals(port));
    }

    private RouteAction missing(Asker asker, String name) {
        var path = Excerpt.of(asker.namespace() + "/" + name);
        return refuse(
                asker, Reason.BACKEND_NOT_FOUND, "leads to Service " + path + ", which is missing");
    }

    /// The same number may be there twice, for TCP and for something that HTTP does not run on.
    private RouteAction onPort(
            Asker asker, Service service, String wanted, Predicate<Service.Port> isWanted) {
        var matches = service.ports().stream().filter(isWanted).toList();
        var port = matches.stream().filter(BackendResolver::isTcp).findFirst();
        if (port.isPresent()) {
            return toPort(asker, service, port.get().port());
        }
        var problem = "leads to port " + wanted + " of " + Excerpt.of(service.ref().toString());
        if (!matches.isEmpty()) {
            var protocol = Excerpt.of(matches.getFirst().protocol());
            return refuse(
                    asker,
                    Reason.INVALID_BACKEND,
                    problem + ", which is " + protocol + " (expected: TCP)");
        }
        return refuse(
                asker,
                Reason.BACKEND_PORT_NOT_FOUND,
                problem + ", which has " + portsOf(service.ports()));
    }

    static boolean isTcp(Service.Port port) {
        return port.protocol().isEmpty() || port.protocol().equals("TCP");
    }

    private static String portsOf(List<Service.Port> ports) {
        if (ports.isEmpty()) {
            return "no ports";
        }
        var words = ports.stream().limit(8).map(BackendResolver::portText).toList();
        return String.join(", ", words) + (ports.size() > 8 ? ", …" : "");
    }

    private static String portText(Service.Port port) {
        return port.name().isEmpty()
                ? String.valueOf(port.port())
                : port.port() + " " + Excerpt.of(port.name());
    }

    private RouteAction toPort(Asker asker, Service service, int port) {
        if (port < 1 || port > 65535) {
            return refuse(
                    asker,
                    Reason.INVALID_BACKEND,
                    "leads to a Service port numbered " + port + " (expected: 1 to 65535)");
        }
        return service.type() == Service.Type.EXTERNAL_NAME
                ? externalName(asker, service, port)
                : forward(service, port);
    }

    /// A name that does not resolve at the moment keeps its route and its empty backend: it answers
    /// 503, and comes back by itself.
    private RouteAction externalName(Asker asker, Service service, int port) {
        return switch (externalNames.read(service, demand)) {
            case ExternalNameReader.Outcome.Forbidden(var problem) ->
                    refuse(asker, Reason.EXTERNAL_NAME_FORBIDDEN, problem);
            case ExternalNameReader.Outcome.Unresolved(var problem) -> {
                warn(asker, Reason.EXTERNAL_NAME_UNRESOLVED, problem);
                yield forward(service, port);
            }
            case ExternalNameReader.Outcome.Awaited() -> {
                demand.await();
                yield forward(service, port);
            }
            case ExternalNameReader.Outcome.Addresses(_, var refused) -> {
                if (refused > 0) {
                    warn(
                            asker,
                            Reason.EXTERNAL_NAME_FORBIDDEN,
                            "leads to an external name with addresses that may not be used: "
                                    + refused
                                    + " left out");
                }
                yield forward(service, port);
            }
        };
    }

    private RouteAction forward(Service service, int port) {
        var protocol =
                service.ports().stream()
                        .filter(candidate -> candidate.port() == port && isTcp(candidate))
                        .findFirst()
                        .map(AppProtocol::of)
                        .orElse(BackendProtocol.HTTP);
        var id = new BackendId(service.meta().namespace(), service.meta().name(), port, protocol);
        return new RouteAction.Forward(id, policy);
    }

    private RouteAction refuse(Asker asker, Reason reason, String problem) {
        diagnostics.error(asker.subject(), reason, asker.place().get() + " " + problem);
        return new RouteAction.Unavailable(reason);
    }

    private void warn(Asker asker, Reason reason, String problem) {
        diagnostics.warning(asker.subject(), reason, asker.place().get() + " " + problem);
    }
}
