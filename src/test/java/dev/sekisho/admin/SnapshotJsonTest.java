package dev.sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Publication;
import dev.sekisho.model.Reason;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.http.Filter;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.Passthrough;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.PathPolicy;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.http.RouteOrigin;
import dev.sekisho.model.http.VirtualHost;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.ClientCertificates;
import dev.sekisho.model.tls.ClientCertificates.PassedOn;
import dev.sekisho.model.tls.ClientVerification;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.model.tls.TlsPolicy;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.model.tls.TlsVersion;
import dev.sekisho.model.tls.UnknownSni;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SnapshotJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aSnapshotIsShownWithRoutesBackendsAndCertificateNames() throws Exception {
        var shown = JSON.readTree(SnapshotJson.of(snapshot()));
        assertThat(shown.at("/generation").asLong()).isEqualTo(7);
        assertThat(shown.at("/virtualHosts/0/host").asText()).isEqualTo("*.shop.localhost");
        assertThat(shown.at("/virtualHosts/0/routes/0/forward").asText()).isEqualTo("shop/api:80");
        assertThat(shown.at("/virtualHosts/0/routes/0/filters/0/httpsRedirect").asInt())
                .isEqualTo(308);
        assertThat(shown.at("/virtualHosts/0/routes/1/unavailable").asText())
                .isEqualTo("BackendNotFound");
        assertThat(shown.at("/virtualHosts/0/tlsPolicy").isMissingNode()).isTrue();
        assertThat(shown.at("/backends/0/endpoints/0").asText()).isEqualTo("10.0.0.1:8080");
        var certificate = shown.at("/tls/hosts/0/certificates/0");
        assertThat(certificate.at("/secret").asText()).isEqualTo("shop/shop-tls");
        assertThat(certificate.at("/names/0").asText()).isEqualTo("shop.localhost");
        assertThat(certificate.at("/expires").asText()).startsWith("20");
    }

    @Test
    void whatAHostAsksOfTlsIsShown() throws Exception {
        var policy =
                new TlsPolicy(
                        TlsVersion.TLS_1_3,
                        List.of("TLS_SUITE"),
                        asking(ClientVerification.REQUIRED));
        var host =
                new VirtualHost(
                        new HostPattern.Any(),
                        List.of(),
                        PathPolicy.STRICT,
                        Passthrough.NONE,
                        policy);
        var shown = JSON.readTree(SnapshotJson.of(snapshot(host))).at("/virtualHosts/0/tlsPolicy");
        assertThat(shown.at("/minimumVersion").asText()).isEqualTo("TLS_1_3");
        assertThat(shown.at("/cipherSuites/0").asText()).isEqualTo("TLS_SUITE");
        assertThat(shown.at("/clientCertificates").asText()).isEqualTo("REQUIRED");
    }

    private static ClientCertificates asking(ClientVerification verification) {
        return new ClientCertificates(verification, List.of(), "", 1, PassedOn.VERDICT);
    }

    private static Snapshot snapshot(VirtualHost host) {
        return new Snapshot(1, List.of(host), new TreeMap<>(), TlsTable.EMPTY, Publication.NONE);
    }

    @Test
    void noKeyIsEverShown() throws Exception {
        var key = Base64.getEncoder().encodeToString(certificate().key().getEncoded());
        assertThat(SnapshotJson.of(snapshot()))
                .doesNotContain(key.substring(0, 40))
                .doesNotContainIgnoringCase("private");
    }

    @Test
    void diagnosticsAreAList() throws Exception {
        var diagnostic =
                Diagnostic.warning(
                        ObjectRef.ingress("shop", "cart"), Reason.HOST_CONFLICT, "a \"quote\"");
        var shown = JSON.readTree(SnapshotJson.of(List.of(diagnostic)));
        assertThat(shown.at("/0/kind").asText()).isEqualTo("Ingress");
        assertThat(shown.at("/0/severity").asText()).isEqualTo("WARNING");
        assertThat(shown.at("/0/reason").asText()).isEqualTo("HostConflict");
        assertThat(shown.at("/0/message").asText()).isEqualTo("a \"quote\"");
    }

    private static Snapshot snapshot() throws Exception {
        var id = new BackendId("shop", "api", 80);
        var backends = new TreeMap<BackendId, Backend>();
        backends.put(id, new Backend(id, List.of(new Endpoint("10.0.0.1", 8080))));
        var host = new HostPattern.Wildcard(".shop.localhost");
        var origin = new RouteOrigin("shop", "shop", "api", "80", "/api");
        var forward =
                new Route(
                        new PathMatch.Prefix("/api"),
                        origin,
                        List.of(new Filter.HttpsRedirect(308, List.of("/.well-known/"))),
                        new RouteAction.Forward(id, ForwardPolicy.DEFAULT));
        var shut =
                new Route(
                        new PathMatch.Exact("/old"),
                        origin,
                        List.of(),
                        new RouteAction.Unavailable(Reason.BACKEND_NOT_FOUND));
        var tls =
                new TlsTable(
                        List.of(new TlsHost(host, List.of(certificate()))),
                        List.of(),
                        UnknownSni.SERVE_DEFAULT);
        return new Snapshot(
                7,
                List.of(new VirtualHost(host, List.of(forward, shut))),
                backends,
                tls,
                Publication.NONE);
    }

    /// The test fixture of the example shop.
    private static Certificate certificate() throws IOException, GeneralSecurityException {
        var yaml = Files.readString(Path.of("examples/shop/40-tls.yaml"));
        var leaf =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(decode(yaml, "CERTIFICATE")));
        PrivateKey key =
                KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(decode(yaml, "PRIVATE KEY")));
        return new Certificate(
                ObjectRef.secret("shop", "shop-tls"), "fingerprint", List.of(leaf), key);
    }

    private static byte[] decode(String yaml, String label) {
        var begin = "-----BEGIN " + label + "-----";
        var from = yaml.indexOf(begin) + begin.length();
        var body = yaml.substring(from, yaml.indexOf("-----END " + label + "-----"));
        return Base64.getMimeDecoder().decode(body.getBytes(StandardCharsets.US_ASCII));
    }
}
