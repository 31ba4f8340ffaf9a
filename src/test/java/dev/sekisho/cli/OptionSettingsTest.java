package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.model.http.BodyPolicy;
import dev.sekisho.model.http.BodyPolicy.Passing;
import dev.sekisho.model.tls.UnknownSni;
import dev.sekisho.translate.TranslationSettings.BackendRef;
import dev.sekisho.translate.TranslationSettings.ExternalNames;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written on the command line arrives where it is used.
class OptionSettingsTest {

    @TempDir Path folder;

    private Settings controller(Map<String, String> environment, String... args) {
        var words = new String[args.length + 1];
        words[0] = "controller";
        System.arraycopy(args, 0, words, 1, args.length);
        var errors = new ByteArrayOutputStream();
        var printer = new PrintStream(errors, true, StandardCharsets.UTF_8);
        var invocation = new CommandLineParser(printer, printer, folder).parse(words, environment);
        assertThat(invocation)
                .as(errors.toString(StandardCharsets.UTF_8))
                .isInstanceOf(Invocation.Controller.class);
        return ((Invocation.Controller) invocation).settings();
    }

    @Test
    void everyOptionOfTheControllerReachesItsSetting() {
        var settings =
                controller(
                        Map.of(),
                        "--kubeconfig=/etc/kube",
                        "--ingress-class=a,b",
                        "--ingress-class=c",
                        "--watch-ingress-without-class",
                        "--publish-service=infra/edge",
                        "--publish-status-address=192.0.2.1,lb.example.com",
                        "--watch-namespace=shop",
                        "--update-status=false",
                        "--update-status-on-shutdown=false",
                        "--election-id=leader",
                        "--namespace=infra",
                        "--node-name=n1",
                        "--pod-name=p1");
        assertThat(settings.watch())
                .isEqualTo(
                        new Settings.Watch(
                                "/etc/kube", List.of("shop"), List.of("a", "b", "c"), true));
        var publish = settings.publish();
        assertThat(publish.service()).contains(ObjectRef.service("infra", "edge"));
        assertThat(publish.addresses())
                .containsExactly(
                        new PublishedAddress.Ip("192.0.2.1"),
                        new PublishedAddress.Hostname("lb.example.com"));
        assertThat(publish.enabled()).isFalse();
        assertThat(publish.clearedOnShutdown()).isFalse();
        assertThat(publish.election()).isEqualTo(new Settings.Election("leader", "infra", "p1"));
        assertThat(publish.nodeName()).isEqualTo("n1");
    }

    @Test
    void everyOptionAboutSlowClientsAndKeptBodiesReachesItsSetting() {
        var settings =
                controller(
                        Map.of(),
                        "--body-timeout=7s",
                        "--client-send-timeout=8s",
                        "--tls-handshake-timeout=9s",
                        "--body-min-rate=1k",
                        "--response-min-rate=0",
                        "--request-buffering=on",
                        "--request-buffer-memory=32k",
                        "--request-buffer-memory-total=1m",
                        "--request-buffer-folder=/spool",
                        "--request-buffer-files-total=2m");
        assertThat(settings.clients().slowness())
                .isEqualTo(
                        new Settings.Slowness(
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(9),
                                1024,
                                0));
        assertThat(settings.forwarding().body()).isEqualTo(new BodyPolicy(Passing.WHOLE, 32 << 10));
        assertThat(settings.buffers()).isEqualTo(new Settings.Buffers(1 << 20, "/spool", 2 << 20));
    }

    @Test
    void everyTrafficOptionReachesItsSetting() {
        var settings =
                controller(
                        Map.of(),
                        "--trusted-proxies=10.0.0.0/8,::1",
                        "--default-backend-service=shop/front:80",
                        "--default-ssl-certificate=shop/tls",
                        "--tls-unknown-sni=reject",
                        "--external-names=anywhere",
                        "--max-request-body=8m",
                        "--connect-timeout=250ms",
                        "--keep-alive-requests=7",
                        "--access-log=off",
                        "--log-level=debug");
        assertThat(settings.clients().trustedProxies()).containsExactly("10.0.0.0/8", "::1");
        assertThat(settings.clients().keepAliveRequests()).isEqualTo(7);
        assertThat(settings.forwarding().maxBodyBytes()).isEqualTo(8L << 20);
        assertThat(settings.forwarding().connect()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.logging())
                .isEqualTo(new Settings.Logging(AccessLog.OFF, LogLevel.DEBUG));
        var translation = settings.translation();
        assertThat(translation.defaultBackend())
                .contains(new BackendRef(ObjectRef.service("shop", "front"), 80));
        assertThat(translation.defaultCertificate()).contains(ObjectRef.secret("shop", "tls"));
        assertThat(translation.unknownSni()).isEqualTo(UnknownSni.REJECT);
        assertThat(translation.externalNames()).isEqualTo(ExternalNames.ANYWHERE);
    }
}
