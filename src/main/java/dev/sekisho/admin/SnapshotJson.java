package dev.sekisho.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sekisho.model.Backend;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.Publication;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.http.Filter;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.Passthrough;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.RetryCondition;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.http.VirtualHost;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsPolicy;
import dev.sekisho.model.tls.TlsTable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/// Snapshots and diagnostics as JSON, written field by field so that no key of a certificate can
/// get into it by accident.
final class SnapshotJson {

    @FunctionalInterface
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static final JsonFactory FACTORY = new JsonFactory();

    private SnapshotJson() {}

    static String of(Snapshot snapshot) {
        return write(json -> snapshot(json, snapshot));
    }

    static String of(List<Diagnostic> diagnostics) {
        return write(json -> diagnostics(json, diagnostics));
    }

    private static String write(Body body) {
        var text = new StringWriter();
        try (var json = FACTORY.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            body.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text + "\n";
    }

    private static void diagnostics(JsonGenerator json, List<Diagnostic> diagnostics)
            throws IOException {
        json.writeStartArray();
        for (var diagnostic : diagnostics) {
            json.writeStartObject();
            json.writeStringField("kind", diagnostic.subject().kind());
            json.writeStringField("namespace", diagnostic.subject().namespace());
            json.writeStringField("name", diagnostic.subject().name());
            json.writeStringField("severity", diagnostic.severity().name());
            json.writeStringField("reason", diagnostic.reason().text());
            json.writeStringField("message", diagnostic.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void snapshot(JsonGenerator json, Snapshot snapshot) throws IOException {
        json.writeStartObject();
        json.writeNumberField("generation", snapshot.generation());
        json.writeArrayFieldStart("virtualHosts");
        for (var host : snapshot.virtualHosts()) {
            virtualHost(json, host);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("backends");
        for (var backend : snapshot.backends().values()) {
            backend(json, backend);
        }
        json.writeEndArray();
        tls(json, snapshot.tls());
        publication(json, snapshot.publication());
        json.writeEndObject();
    }

    private static void virtualHost(JsonGenerator json, VirtualHost host) throws IOException {
        json.writeStartObject();
        json.writeStringField("host", host.host().text());
        if (!host.paths().allowed().isEmpty()) {
            json.writeArrayFieldStart("allowedInPaths");
            for (var oddity : host.paths().allowed()) {
                json.writeString(oddity.name());
            }
            json.writeEndArray();
        }
        if (host.passthrough() != Passthrough.NONE) {
            json.writeStringField("passthrough", host.passthrough().name());
        }
        if (!host.tls().equals(TlsPolicy.DEFAULT)) {
            policy(json, host.tls());
        }
        json.writeArrayFieldStart("routes");
        for (var route : host.routes()) {
            route(json, route);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void policy(JsonGenerator json, TlsPolicy policy) throws IOException {
        json.writeObjectFieldStart("tlsPolicy");
        json.writeStringField("minimumVersion", policy.minimumVersion().name());
        texts(json, "cipherSuites", policy.cipherSuites());
        json.writeStringField("clientCertificates", policy.clients().verification().name());
        json.writeEndObject();
    }

    private static void route(JsonGenerator json, Route route) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", route.path().path());
        json.writeStringField("type", type(route.path()));
        var origin = route.origin();
        json.writeStringField("ingress", origin.namespace() + "/" + origin.ingress());
        json.writeArrayFieldStart("filters");
        for (var filter : route.filters()) {
            filter(json, filter);
        }
        json.writeEndArray();
        action(json, route.action());
        json.writeEndObject();
    }

    private static String type(PathMatch path) {
        return switch (path) {
            case PathMatch.Exact _ -> "Exact";
            case PathMatch.Prefix _ -> "Prefix";
        };
    }

    private static void filter(JsonGenerator json, Filter filter) throws IOException {
        json.writeStartObject();
        switch (filter) {
            case Filter.HttpsRedirect(var status, var exemptPrefixes) -> {
                json.writeNumberField("httpsRedirect", status);
                texts(json, "exemptPrefixes", exemptPrefixes);
            }
        }
        json.writeEndObject();
    }

    private static void action(JsonGenerator json, RouteAction action) throws IOException {
        switch (action) {
            case RouteAction.Forward(var backend, var policy) -> {
                json.writeStringField("forward", backend.toString());
                policy(json, policy);
            }
            case RouteAction.Unavailable(var reason) ->
                    json.writeStringField("unavailable", reason.text());
        }
    }

    private static void policy(JsonGenerator json, ForwardPolicy policy) throws IOException {
        json.writeObjectFieldStart("policy");
        json.writeStringField("connect", policy.connect().toString());
        json.writeStringField("read", policy.read().toString());
        json.writeStringField("send", policy.send().toString());
        json.writeNumberField("maxBodyBytes", policy.maxBodyBytes());
        var retries = policy.retries();
        texts(json, "retryOn", retries.conditions().stream().map(RetryCondition::text).toList());
        json.writeNumberField("tries", retries.tries());
        json.writeStringField("retryTimeout", retries.timeout().toString());
        json.writeStringField("balancing", policy.balancing().text());
        json.writeStringField("body", policy.body().passing().name());
        json.writeNumberField("bodyMemoryBytes", policy.body().memoryBytes());
        json.writeStringField("upgrades", policy.upgrades().name());
        json.writeStringField("grpcLimit", policy.grpcLimit().toString());
        json.writeEndObject();
    }

    private static void backend(JsonGenerator json, Backend backend) throws IOException {
        json.writeStartObject();
        json.writeStringField("backend", backend.id().toString());
        json.writeStringField("protocol", backend.protocol().toString());
        if (backend.protocol().tls().isPresent()) {
            json.writeStringField("tls", backend.protocol().tls().get().text());
        }
        json.writeArrayFieldStart("endpoints");
        for (var endpoint : backend.endpoints()) {
            json.writeString(endpoint.toString());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void tls(JsonGenerator json, TlsTable tls) throws IOException {
        json.writeObjectFieldStart("tls");
        json.writeStringField("unknownSni", tls.unknownSni().name());
        certificates(json, "defaults", tls.defaults());
        json.writeArrayFieldStart("hosts");
        for (var host : tls.hosts()) {
            json.writeStartObject();
            json.writeStringField("host", host.host().text());
            certificates(json, "certificates", host.certificates());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void certificates(
            JsonGenerator json, String field, List<Certificate> certificates) throws IOException {
        json.writeArrayFieldStart(field);
        for (var certificate : certificates) {
            var leaf = certificate.chain().getFirst();
            json.writeStartObject();
            json.writeStringField("secret", certificate.secret().path());
            json.writeStringField("subject", leaf.getSubjectX500Principal().getName());
            texts(json, "names", CertificateNames.of(leaf));
            json.writeStringField("algorithm", leaf.getPublicKey().getAlgorithm());
            json.writeStringField("expires", leaf.getNotAfter().toInstant().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void publication(JsonGenerator json, Publication publication)
            throws IOException {
        json.writeObjectFieldStart("publication");
        texts(
                json,
                "addresses",
                publication.addresses().stream().map(PublishedAddress::text).toList());
        texts(
                json,
                "served",
                publication.served().stream().map(ingress -> ingress.ref().path()).toList());
        texts(
                json,
                "released",
                publication.released().stream().map(ingress -> ingress.ref().path()).toList());
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String field, List<String> texts)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (var text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
