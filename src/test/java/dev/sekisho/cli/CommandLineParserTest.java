package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineParserTest {

    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void manifests() throws IOException {
        Files.createDirectory(folder.resolve("shop"));
    }

    private Invocation parse(Map<String, String> environment, String... args) {
        var parser = new CommandLineParser(printer(out), printer(err), folder);
        return parser.parse(args, environment);
    }

    private Invocation parse(String... args) {
        return parse(Map.of(), args);
    }

    private Settings controller(Map<String, String> environment, String... args) {
        var words = new String[args.length + 1];
        words[0] = "controller";
        System.arraycopy(args, 0, words, 1, args.length);
        var invocation = parse(environment, words);
        assertThat(invocation).as(complaints()).isInstanceOf(Invocation.Controller.class);
        return ((Invocation.Controller) invocation).settings();
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complaints() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void serveTakesFoldersAndHasTheDocumentedDefaults() {
        var serve = (Invocation.Serve) parse("serve", "shop");
        assertThat(serve.folders()).containsExactly(folder.resolve("shop"));
        var listen = serve.settings().listen();
        assertThat(listen.httpPort()).isEqualTo(8080);
        assertThat(listen.httpsPort()).isEqualTo(8443);
        assertThat(listen.managementPort()).isEqualTo(10254);
        assertThat(listen.bindAddress()).isEqualTo("0.0.0.0");
        assertThat(listen.eventLoops()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(serve.settings().logging().accessLog()).isEqualTo(AccessLog.JSON);
        assertThat(serve.settings().forwarding().retries().tries()).isEqualTo(3);
    }

    @Test
    void optionsMayStandBeforeAndAfterFolders() {
        var serve = (Invocation.Serve) parse("serve", "--http-port", "0", "shop", "--https-port=1");
        assertThat(serve.settings().listen().httpPort()).isZero();
        assertThat(serve.settings().listen().httpsPort()).isEqualTo(1);
    }

    @Test
    void theControllerWaitsForTheLoadBalancerWhenItDrains() {
        assertThat(controller(Map.of()).drain().delay()).isEqualTo(Duration.ofSeconds(5));
        var serve = (Invocation.Serve) parse("serve", "shop");
        assertThat(serve.settings().drain().delay()).isZero();
    }

    @Test
    void clientsOfTheControllerUseTheUsualPorts() {
        assertThat(controller(Map.of()).listen().publicHttpsPort()).isEqualTo(443);
        var serve = (Invocation.Serve) parse("serve", "shop");
        assertThat(serve.settings().listen().publicHttpsPort()).isZero();
    }

    @Test
    void commandLineBeatsEnvironmentBeatsFileBeatsDefault() throws IOException {
        Files.writeString(
                folder.resolve("sekisho.yaml"),
                """
                sekisho:
                  http-port: 1
                  https-port: 1
                  management-port: 1
                  ingress-class: [a, b]
                """);
        var environment = Map.of("SEKISHO_HTTP_PORT", "2", "SEKISHO_HTTPS_PORT", "2");
        var settings = controller(environment, "--http-port=3");
        assertThat(settings.listen().httpPort()).isEqualTo(3);
        assertThat(settings.listen().httpsPort()).isEqualTo(2);
        assertThat(settings.listen().managementPort()).isEqualTo(1);
        assertThat(settings.listen().bindAddress()).isEqualTo("0.0.0.0");
        assertThat(settings.watch().ingressClasses()).containsExactly("a", "b");
    }

    @Test
    void theFileMayBeNamed() throws IOException {
        Files.writeString(folder.resolve("edge.yaml"), "sekisho: {http-port: 7}");
        assertThat(controller(Map.of(), "--config=edge.yaml").listen().httpPort()).isEqualTo(7);
        var environment = Map.of("SEKISHO_CONFIG", "edge.yaml");
        assertThat(controller(environment).listen().httpPort()).isEqualTo(7);
    }

    @Test
    void aNamedFileMustExist() {
        assertThat(parse("controller", "--config=none.yaml")).isEqualTo(new Invocation.Done(2));
        assertThat(complaints()).contains("none.yaml' (expected: a readable file)");
    }

    @Test
    void aFileThatIsNotYamlIsReported() throws IOException {
        Files.writeString(folder.resolve("sekisho.yaml"), "sekisho: [");
        assertThat(parse("controller")).isEqualTo(new Invocation.Done(2));
        assertThat(complaints()).contains("sekisho.yaml: line 1: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "sekisho:\n  # http-port: 1\n"})
    void aFileThatSaysNothingIsFine(String yaml) throws IOException {
        Files.writeString(folder.resolve("sekisho.yaml"), yaml);
        assertThat(controller(Map.of()).listen().httpPort()).isEqualTo(8080);
    }

    @ParameterizedTest
    @ValueSource(strings = {"words", "- a", "sekisho: 7"})
    void aFileWithoutKeysIsReported(String yaml) throws IOException {
        Files.writeString(folder.resolve("sekisho.yaml"), yaml);
        assertThat(parse("controller")).isEqualTo(new Invocation.Done(2));
        assertThat(complaints()).contains("sekisho.yaml");
    }

    @ParameterizedTest
    @CsvSource({
        "'sekisho: {htp-port: 1}', sekisho.htp-port, sekisho.http-port",
        "'http-port: 1', http-port, sekisho.http-port",
        "'sekisho: {ingress-clas: [a]}', sekisho.ingress-clas, sekisho.ingress-class",
    })
    void anUnknownKeyIsAnErrorThatNamesTheNearest(String yaml, String unknown, String nearest)
            throws IOException {
        Files.writeString(folder.resolve("sekisho.yaml"), yaml);
        assertThat(parse("demo")).isEqualTo(new Invocation.Done(2));
        assertThat(complaints())
                .contains("unknown key '" + unknown + "' (nearest: " + nearest + ")");
    }

    @Test
    void anUnknownVariableIsAnErrorThatNamesTheNearest() {
        assertThat(parse(Map.of("SEKISHO_ACESS_LOG", "off"), "demo"))
                .isEqualTo(new Invocation.Done(2));
        assertThat(complaints())
                .contains("unknown variable SEKISHO_ACESS_LOG (nearest: SEKISHO_ACCESS_LOG)");
    }

    @Test
    void variablesThatKubernetesMadeOfServicesAreNotOptions() {
        var environment =
                Map.of(
                        "SEKISHO_PORT", "tcp://10.0.0.1:80",
                        "SEKISHO_SERVICE_HOST", "10.0.0.1",
                        "SEKISHO_SERVICE_PORT_HTTP", "80",
                        "SEKISHO_PORT_80_TCP_ADDR", "10.0.0.1",
                        "SEKISHO_METRICS_SERVICE_PORT", "80",
                        "SEKISHO_HTTP_PORT", "tcp://10.0.0.2:80");
        assertThat(controller(environment).listen().httpPort()).isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource({
        "--http-port=70000, '--http-port: ''70000'' (expected: a port, 0 to 65535)'",
        "--http-port=, '--http-port: '''' (expected: a port'",
        "--connect-timeout=0s, 'a time above 0'",
        "--read-timeout=5x, 'expected: a time above 0 such as'",
        "--max-request-body=lots, 'bytes, such as'",
        "--trusted-proxies=10.0.0.0/33, 'an address or a block'",
        "--bind-address=localhost, 'an IPv4 or IPv6 address'",
        "--tls-unknown-sni=maybe, 'default or reject'",
        "--publish-service=edge, 'NAMESPACE/NAME of a Service'",
        "--default-backend-service=a/b, 'NAMESPACE/NAME:PORT of a Service'",
        "--ingress-class=A_b, 'a Kubernetes name'",
    })
    void aBadValueIsNamedWithWhatWasExpected(String argument, String complaint) {
        assertThat(parse("controller", argument)).isEqualTo(new Invocation.Done(2));
        assertThat(complaints()).contains(complaint);
        assertThat(printed()).isEmpty();
    }

    @Test
    void aBadValueInTheEnvironmentIsNamedByItsVariable() {
        parse(Map.of("SEKISHO_HTTP_PORT", "x"), "demo");
        assertThat(complaints()).contains("SEKISHO_HTTP_PORT: 'x' (expected: a port");
    }

    @Test
    void aBadValueInTheFileIsNamedByItsKey() throws IOException {
        Files.writeString(folder.resolve("sekisho.yaml"), "sekisho: {http-port: x}");
        parse("demo");
        assertThat(complaints()).contains("sekisho.http-port in ").contains("sekisho.yaml: 'x'");
    }

    @Test
    void anUnknownOptionIsAnErrorThatNamesTheNearest() {
        assertThat(parse("demo", "--htp-port=1")).isEqualTo(new Invocation.Done(2));
        assertThat(complaints()).contains("unknown option --htp-port (nearest: --http-port)");
    }

    @Test
    void anUnknownCommandIsAnErrorThatNamesTheNearest() {
        assertThat(parse("sevre")).isEqualTo(new Invocation.Done(2));
        assertThat(complaints()).contains("unknown command 'sevre' (nearest: serve)");
    }

    @Test
    void anArgumentThatNobodyExpectsIsNamed() {
        assertThat(parse("demo", "extra")).isEqualTo(new Invocation.Done(2));
        assertThat(complaints()).contains("unexpected argument 'extra'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "sevre", "demo extra", "serve nowhere", ""})
    void otherMistakesAreUsageErrors(String line) {
        var args = line.isEmpty() ? new String[0] : line.split(" ");
        assertThat(parse(args)).isEqualTo(new Invocation.Done(2));
        assertThat(complaints()).isNotEmpty();
        assertThat(printed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"serve", "controller", "demo", "demo-pod", "retire", "probe", "version"})
    void everyCommandHasHelpThatListsItsOptions(String word) {
        assertThat(parse(word, "--help")).isEqualTo(new Invocation.Done(0));
        for (var option : OptionCatalog.ALL) {
            var takes = option.commands().stream().anyMatch(it -> it.word().equals(word));
            assertThat(
                            printed().contains(option.flag() + "=")
                                    || printed().contains(option.flag() + "[="))
                    .as(option.flag())
                    .isEqualTo(takes);
        }
    }

    @Test
    void theProgramHasHelpThatListsItsCommands() {
        assertThat(parse("--help")).isEqualTo(new Invocation.Done(0));
        assertThat(printed())
                .contains("serve", "controller", "demo", "demo-pod", "retire", "probe", "version");
    }

    @Test
    void versionIsACommandAndAnOption() {
        assertThat(parse("version")).isEqualTo(new Invocation.Version());
        assertThat(parse("--version")).isEqualTo(new Invocation.Version());
    }

    @Test
    void retiringNeedsToKnowWhoseIngressesAndWhere() {
        assertThat(parse("retire", "--ingress-class=a,b", "--watch-namespace=shop"))
                .isInstanceOfSatisfying(
                        Invocation.Retire.class,
                        it -> {
                            assertThat(it.settings().watch().ingressClasses())
                                    .containsExactly("a", "b");
                            assertThat(it.settings().watch().namespaces()).containsExactly("shop");
                        });
    }

    @Test
    void aProbeKnowsWhatToAskWhereAndForHowLong() {
        var url = "http://shop.invalid:8080/healthz";
        assertThat(parse("probe", "--via=::1", "--expect=404", "--within=1m", url))
                .isEqualTo(
                        new Invocation.Probe(
                                URI.create(url), Optional.of("::1"), 404, Duration.ofMinutes(1)));
        assertThat(parse("probe", url))
                .isEqualTo(
                        new Invocation.Probe(
                                URI.create(url), Optional.empty(), 200, Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://shop.invalid/", "shop.invalid", "http:///healthz", "http://a b"})
    void aProbeOfWhatIsNoHttpUrlIsAUsageError(String url) {
        assertThat(parse("probe", url)).isEqualTo(new Invocation.Done(2));
        assertThat(complaints()).contains("URL: '" + url + "' (expected: http://HOST[:PORT]/PATH)");
    }

    @Test
    void aDemoPodIsNamedByOptionsOrEnvironment() {
        assertThat(
                        parse(
                                Map.of("SEKISHO_POD_NAME", "api-x"),
                                "demo-pod",
                                "--service-name=api",
                                "--http-port=9090"))
                .isEqualTo(new Invocation.DemoPod("0.0.0.0", 9090, "api", "api-x"));
    }
}
