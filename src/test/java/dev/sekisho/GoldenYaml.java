package dev.sekisho;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Publication;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.model.PublishedIngress;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.http.Filter;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.Passthrough;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.PathOddity;
import dev.sekisho.model.http.RetryCondition;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.http.RouteOrigin;
import dev.sekisho.model.http.VirtualHost;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.translate.Translation;
import java.security.cert.CertificateParsingException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Writes a translation as people read it. What is empty or as usual is left out.
final class GoldenYaml {

    private static final YAMLMapper YAML =
            YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                    .build();

    private GoldenYaml() {}

    static String write(Translation translation) throws JsonProcessingException {
        var snapshot = translation.snapshot();
        var out = new Fields();
        out.put("virtualHosts", map(snapshot.virtualHosts(), GoldenYaml::virtualHost));
        out.put("backends", backends(snapshot));
        out.put("tls", tls(snapshot.tls()));
        out.put("publication", publication(snapshot.publication()));
        out.put("services", GoldenServices.write(snapshot.services()));
        out.put("addresses", GoldenAddresses.services(snapshot.addresses()));
        out.put("pools", GoldenAddresses.pools(snapshot.addresses()));
        out.put("announcements", GoldenAddresses.announcements(snapshot.announcements()));
        out.put("secrets", map(translation.demand().secrets(), ref -> ref.path()));
        out.put("externalNames", List.copyOf(translation.demand().externalNames()));
        out.put("complete", translation.complete() ? "" : "no");
        out.put("diagnostics", map(translation.diagnostics(), GoldenYaml::diagnostic));
        return YAML.writeValueAsString(out.values);
    }

    private static Object virtualHost(VirtualHost virtualHost) {
        var out = new Fields();
        out.values.put("host", text(virtualHost.host()));
        out.put("paths", map(virtualHost.paths().allowed(), PathOddity::toString));
        out.put(
                "passthrough",
                virtualHost.passthrough() == Passthrough.NONE
                        ? ""
                        : virtualHost.passthrough().toString());
        out.put("routes", map(virtualHost.routes(), GoldenYaml::route));
        return out.values;
    }

    private static Object route(Route route) {
        var out = new Fields();
        out.put(
                "match",
                switch (route.path()) {
                    case PathMatch.Exact(var path) -> "Exact " + path;
                    case PathMatch.Prefix(var path) -> "Prefix " + path;
                });
        out.put("filters", map(route.filters(), GoldenYaml::filter));
        switch (route.action()) {
            case RouteAction.Forward(var backend, var policy) -> {
                out.put("forward", backend(backend));
                policy(out, policy);
            }
            case RouteAction.Unavailable(var reason) -> out.put("unavailable", reason.text());
        }
        out.put("origin", origin(route.origin()));
        return out.values;
    }

    private static void policy(Fields out, ForwardPolicy policy) {
        var usual = ForwardPolicy.DEFAULT;
        var balancing = policy.balancing();
        var retries = policy.retries();
        out.put("balancing", balancing.equals(usual.balancing()) ? "" : balancing.text());
        out.put(
                "retries",
                retries.equals(usual.retries())
                        ? ""
                        : "%s tries %d within %s"
                                .formatted(
                                        map(retries.conditions(), RetryCondition::text),
                                        retries.tries(),
                                        retries.timeout()));
        var rest = policy.with(usual.balancing()).with(usual.retries());
        out.put("policy", rest.equals(usual) ? "" : rest.toString());
    }

    private static String origin(RouteOrigin origin) {
        return "%s/%s %s:%s %s"
                .formatted(
                        origin.namespace(),
                        origin.ingress(),
                        origin.service(),
                        origin.port(),
                        origin.path());
    }

    private static String filter(Filter filter) {
        return switch (filter) {
            case Filter.HttpsRedirect(var status, var exempt) ->
                    "HttpsRedirect " + status + " but for " + exempt;
        };
    }

    private static Object backends(Snapshot snapshot) {
        var out = new LinkedHashMap<String, Object>();
        snapshot.backends()
                .forEach((id, b) -> out.put(backend(id), map(b.endpoints(), Endpoint::toString)));
        return out;
    }

    private static String backend(BackendId id) {
        return id.protocol().tls().map(tls -> id + " " + tls.text()).orElseGet(id::toString);
    }

    private static Object tls(TlsTable table) {
        var out = new Fields();
        var hosts = new LinkedHashMap<String, Object>();
        table.hosts()
                .forEach(h -> hosts.put(text(h.host()), map(h.certificates(), GoldenYaml::cert)));
        out.put("hosts", hosts);
        out.put("defaults", map(table.defaults(), GoldenYaml::cert));
        switch (table.unknownSni()) {
            case SERVE_DEFAULT -> {}
            case REJECT -> out.put("unknownSni", "reject");
        }
        return out.values;
    }

    private static String cert(Certificate certificate) {
        var leaf = certificate.chain().getFirst();
        try {
            var names = Optional.ofNullable(leaf.getSubjectAlternativeNames()).orElse(List.of());
            return "%s %s %s x%d"
                    .formatted(
                            certificate.secret().path(),
                            leaf.getPublicKey().getAlgorithm(),
                            map(names, name -> name.getLast()),
                            certificate.chain().size());
        } catch (CertificateParsingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object publication(Publication publication) {
        var out = new Fields();
        out.put("addresses", map(publication.addresses(), GoldenYaml::address));
        out.put("served", map(publication.served(), GoldenYaml::published));
        out.put("released", map(publication.released(), GoldenYaml::published));
        return out.values;
    }

    private static String address(PublishedAddress address) {
        return switch (address) {
            case PublishedAddress.Ip(var ip) -> "ip " + ip;
            case PublishedAddress.Hostname(var name) -> "hostname " + name;
        };
    }

    private static String published(PublishedIngress ingress) {
        var shows =
                ingress.current().isEmpty()
                        ? ""
                        : " shows " + map(ingress.current(), PublishedAddress::text);
        return ingress.ref().path() + shows;
    }

    private static Object diagnostic(Diagnostic diagnostic) {
        var out = new Fields();
        out.put("subject", diagnostic.subject().toString());
        out.put("severity", diagnostic.severity().toString());
        out.put("reason", diagnostic.reason().text());
        out.put("message", diagnostic.message());
        return out.values;
    }

    private static String text(HostPattern host) {
        return host instanceof HostPattern.Any ? "any" : host.text();
    }

    private static <T, R> List<R> map(
            Collection<T> items, Function<? super T, ? extends R> mapper) {
        return items.stream().<R>map(mapper).toList();
    }

    /// The fields of one mapping, in order, without the empty ones.
    private static final class Fields {
        private final Map<String, Object> values = new LinkedHashMap<>();

        void put(String key, Object value) {
            var isEmpty =
                    switch (value) {
                        case String text -> text.isEmpty();
                        case Collection<?> items -> items.isEmpty();
                        case Map<?, ?> fields -> fields.isEmpty();
                        default -> false;
                    };
            if (!isEmpty) {
                values.put(key, value);
            }
        }
    }
}
