package dev.sekisho.translate;

import static dev.sekisho.translate.ClusterBuilder.ingress;
import static dev.sekisho.translate.ClusterBuilder.secret;
import static dev.sekisho.translate.ClusterBuilder.service;
import static dev.sekisho.translate.ClusterBuilder.slice;
import static dev.sekisho.translate.ClusterBuilder.tls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.ObjectMeta;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.tls.Authorities;
import dev.sekisho.model.tls.Certificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// How one translation follows another.
class TranslatorTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final String HOST = "shop.example.com";
    private static final BackendId WEB = new BackendId("shop", "web", 80);

    private final Translator translator = new Translator(TranslationSettings.DEFAULT);
    private final ClusterBuilder cluster =
            new ClusterBuilder()
                    .with(service("web", "http"))
                    .with(slice("web", "10.0.0.1"))
                    .with(ingress("web", HOST, "web", tls("web-tls", HOST)))
                    .with(secret("web-tls", "shop-ec.crt", "shop-ec.key"));
    private long generation;

    @Test
    void aRenamedServicePortIsMissed() {
        assertThat(reasons(translate())).isEmpty();

        cluster.with(service("web", "renamed"));
        var translation = translate();

        assertThat(reasons(translation)).containsExactly(Reason.BACKEND_PORT_NOT_FOUND);
        assertThat(action(translation))
                .isEqualTo(new RouteAction.Unavailable(Reason.BACKEND_PORT_NOT_FOUND));
    }

    @Test
    void aReplacedSecretBringsTheNewCertificate() {
        var before = certificates(translate());

        cluster.with(secret("web-tls", "shop-ec-other.crt", "shop-ec-other.key"));

        assertThat(certificates(translate())).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    @Test
    void anEmptiedSecretTakesTheCertificateAwayAndABackOneReturnsIt() {
        var before = certificates(translate());

        cluster.with(secret("web-tls", "shop-ec.key", "shop-ec.key"));
        assertThat(certificates(translate())).isEmpty();

        cluster.with(secret("web-tls", "shop-ec.crt", "shop-ec.key"));
        assertThat(certificates(translate())).isEqualTo(before);
    }

    @Test
    void aDeletedSecretIsMissed() {
        translate();
        cluster.without(secret("web-tls", "shop-ec.crt", "shop-ec.key"));

        var translation = translate();

        assertThat(certificates(translation)).isEmpty();
        assertThat(reasons(translation)).containsExactly(Reason.SECRET_NOT_FOUND);
        assertThat(translation.complete()).isTrue();
    }

    @Test
    void aCertificateExpiresWhileItIsServed() {
        cluster.with(secret("web-tls", "expired.crt", "expired.key"));

        assertThat(certificates(translate(Instant.parse("2020-01-31T00:00:00Z")))).hasSize(1);
        var late = translate(Instant.parse("2020-02-01T00:00:01Z"));
        assertThat(certificates(late)).hasSize(1);
        assertThat(reasons(late)).containsExactly(Reason.CERTIFICATE_EXPIRED);
    }

    @Test
    void aParsedCertificateIsKeptAsLongAsItIsUsed() {
        var first = certificates(translate()).getFirst();
        cluster.with(secret("web-tls", "shop-ec.crt", "shop-ec.key"))
                .with(ingress("other", "other.example.com", "web"));

        assertThat(certificates(translate()).getFirst()).isSameAs(first);
    }

    @Test
    void aSecretOnDemandIsAskedForAndAwaited() {
        var onDemand =
                new ClusterBuilder(SecretAccess.ON_DEMAND)
                        .with(ingress("web", HOST, "web", tls("web-tls", HOST)));

        var waiting = translator.translate(onDemand.state(), 1, NOW);

        assertThat(waiting.complete()).isFalse();
        assertThat(waiting.demand().secrets()).containsExactly(ObjectRef.secret("shop", "web-tls"));
        onDemand.with(secret("web-tls", "shop-ec.crt", "shop-ec.key"));
        var found = translator.translate(onDemand.state(), 2, NOW);
        assertThat(found.complete()).isTrue();
        assertThat(certificates(found)).hasSize(1);
    }

    /// Who vouches for the pods of `web`; none where they are not spoken to.
    private Optional<String> authorities() {
        return translate().snapshot().backends().keySet().stream()
                .flatMap(id -> id.protocol().tls().stream())
                .flatMap(tls -> tls.authorities().stream())
                .map(Authorities::fingerprint)
                .findFirst();
    }

    private void verifyPodsBy(String certificate) {
        cluster.with(ClusterBuilder.authorities("pod-ca", certificate));
        cluster.with(
                ClusterBuilder.annotated(
                        ingress("web", HOST, "web"),
                        Map.of(
                                "sekisho.dev/backend-protocol", "HTTPS",
                                "sekisho.dev/backend-tls-ca", "pod-ca")));
    }

    @Test
    void aReplacedAuthorityIsWhatPodsAreVerifiedBy() {
        verifyPodsBy("shop-ec.crt");
        var before = authorities();
        assertThat(before).isPresent();

        cluster.with(ClusterBuilder.authorities("pod-ca", "shop-ec-other.crt"));

        assertThat(authorities()).isPresent().isNotEqualTo(before);
    }

    @Test
    void anAuthorityThatIsGoneShutsThePathsAndABackOneOpensThem() {
        verifyPodsBy("shop-ec.crt");
        var before = authorities();

        cluster.without(ClusterBuilder.authorities("pod-ca", "shop-ec.crt"));
        assertThat(action(translate()))
                .isEqualTo(new RouteAction.Unavailable(Reason.SECRET_NOT_FOUND));

        cluster.with(ClusterBuilder.authorities("pod-ca", "shop-ec.crt"));
        assertThat(authorities()).isEqualTo(before);
    }

    @Test
    void anAuthorityOnDemandIsAwaitedAndThePathsAreShutUntilThen() {
        var onDemand = new ClusterBuilder(SecretAccess.ON_DEMAND).with(service("web", "http"));
        onDemand.with(
                ClusterBuilder.annotated(
                        ingress("web", HOST, "web"),
                        Map.of(
                                "sekisho.dev/backend-protocol", "HTTPS",
                                "sekisho.dev/backend-tls-ca", "pod-ca")));

        var waiting = translator.translate(onDemand.state(), 1, NOW);
        onDemand.with(ClusterBuilder.authorities("pod-ca", "shop-ec.crt"));
        var found = translator.translate(onDemand.state(), 2, NOW);

        assertThat(waiting.complete()).isFalse();
        assertThat(waiting.demand().secrets()).containsExactly(ObjectRef.secret("shop", "pod-ca"));
        assertThat(action(waiting)).isInstanceOf(RouteAction.Unavailable.class);
        assertThat(found.complete()).isTrue();
        assertThat(action(found)).isInstanceOf(RouteAction.Forward.class);
    }

    @Test
    void anotherSecretLeavesTheRoutesTheSame() {
        verifyPodsBy("shop-ec.crt");
        var before = translate().snapshot();

        cluster.with(ClusterBuilder.authorities("unused", "shop-ec-other.crt"));

        assertThat(translate().snapshot().virtualHosts().getFirst())
                .isSameAs(before.virtualHosts().getFirst());
    }

    @Test
    void secretsOfIngressesThatAreNotOursAreNotAskedFor() {
        var foreign = ingress("foreign", HOST, "web", tls("foreign-tls", HOST));
        cluster.with(
                new Ingress(
                        foreign.meta(),
                        "other",
                        foreign.defaultBackend(),
                        foreign.rules(),
                        foreign.tls(),
                        List.of(),
                        false));

        assertThat(translate().demand().secrets())
                .containsExactly(ObjectRef.secret("shop", "web-tls"));
    }

    @Test
    void messagesNeverHoldKeys() throws Exception {
        for (var key : List.of("shop-rsa.key", "wildcard.key", "shop-ec.encrypted.key")) {
            var lines = Files.readAllLines(Path.of("src/test/resources/certificates", key));
            cluster.with(secret("web-tls", "shop-ec.crt", key));
            var diagnostics = translate().diagnostics();

            assertThat(diagnostics).isNotEmpty();
            assertThat(diagnostics)
                    .allSatisfy(
                            d -> assertThat(lines).noneMatch(line -> d.message().contains(line)));
        }
    }

    @Test
    void oneChangedIngressLeavesTheOtherObjectsTheSame() {
        cluster.with(ingress("api", "api.example.com", "web"));
        var before = translate().snapshot();

        cluster.with(ingress("api", "api.example.com", "gone"));
        var after = translate().snapshot();

        assertThat(after.virtualHosts()).isNotSameAs(before.virtualHosts());
        assertThat(after.virtualHosts().get(1)).isSameAs(before.virtualHosts().get(1));
        assertThat(after.backends().get(WEB)).isSameAs(before.backends().get(WEB));
        assertThat(after.tls()).isSameAs(before.tls());
    }

    @Test
    void changedEndpointsLeaveTheRestTheSame() {
        cluster.with(service("api", "http"))
                .with(slice("api", "10.0.1.1"))
                .with(ingress("api", "api.example.com", "api"));
        var before = translate();

        cluster.with(slice("web", "10.0.0.2", "bad"));
        var after =
                translator.withEndpoints(
                        before,
                        cluster.state(),
                        Set.of(ObjectRef.service("shop", "web")),
                        ++generation);

        assertThat(after.snapshot().generation()).isEqualTo(generation);
        assertThat(after.snapshot().virtualHosts()).isSameAs(before.snapshot().virtualHosts());
        assertThat(after.snapshot().tls()).isSameAs(before.snapshot().tls());
        assertThat(endpoints(after)).containsExactly(new Endpoint("10.0.0.2", 8080));
        assertThat(reasons(after)).containsExactly(Reason.INVALID_ENDPOINT);
        var api = new BackendId("shop", "api", 80);
        assertThat(after.snapshot().backends().get(api))
                .isSameAs(before.snapshot().backends().get(api));
    }

    @Test
    void repairedEndpointsTakeTheirDiagnosticBack() {
        cluster.with(slice("web", "10.0.0.1", "bad"));
        var before = translate();
        assertThat(reasons(before)).containsExactly(Reason.INVALID_ENDPOINT);

        cluster.with(slice("web", "10.0.0.1"));
        var web = Set.of(ObjectRef.service("shop", "web"));
        var after = translator.withEndpoints(before, cluster.state(), web, 2);

        assertThat(reasons(after)).isEmpty();
        assertThat(after.snapshot().backends().get(WEB))
                .isSameAs(before.snapshot().backends().get(WEB));
    }

    @Test
    void aMebibyteOfAnnotationsIsReportedBriefly() {
        var annotations = new TreeMap<String, String>();
        for (int i = 0; i < 16_000; i++) {
            annotations.put("sekisho.dev/" + "k".repeat(50) + i, "value");
        }
        annotations.put("sekisho.dev/ssl-redirect", "x".repeat(1 << 20));
        var web = ingress("web", HOST, "web");
        cluster.with(
                new Ingress(
                        ObjectMeta.of("shop", "web", Instant.EPOCH, annotations),
                        web.className(),
                        web.defaultBackend(),
                        web.rules(),
                        web.tls(),
                        List.of(),
                        false));

        var translation = translate();

        assertThat(action(translation)).isInstanceOf(RouteAction.Forward.class);
        assertThat(translation.diagnostics()).hasSizeLessThan(20);
        assertThat(translation.diagnostics())
                .allSatisfy(d -> assertThat(d.message()).hasSizeLessThan(300));
    }

    @Test
    void problemsOfTheSourceAreAmongTheDiagnostics() {
        var problem =
                Diagnostic.error(
                        new ObjectRef("File", "", "web.yaml"), Reason.SOURCE_UNREADABLE, "line 3");
        var store = new ClusterStore(SecretAccess.EXHAUSTIVE, _ -> {});
        store.apply(List.of(), List.of(), List.of(problem, problem));

        assertThat(translator.translate(store.state(), 1, NOW).diagnostics())
                .containsExactly(problem);
    }

    private Translation translate() {
        return translate(NOW);
    }

    private Translation translate(Instant now) {
        return translator.translate(cluster.state(), ++generation, now);
    }

    private static List<Reason> reasons(Translation translation) {
        return translation.diagnostics().stream().map(Diagnostic::reason).toList();
    }

    private static RouteAction action(Translation translation) {
        return translation.snapshot().virtualHosts().getFirst().routes().getFirst().action();
    }

    private static List<Certificate> certificates(Translation translation) {
        return translation.snapshot().tls().hosts().stream()
                .flatMap(host -> host.certificates().stream())
                .toList();
    }

    private static List<Endpoint> endpoints(Translation translation) {
        var web = Objects.requireNonNull(translation.snapshot().backends().get(WEB));
        return web.endpoints();
    }
}
