package dev.sekisho.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Real ARP and NDP: two nodes and a client on one bridge, each in a namespace of its own.
class AnnouncePacketsTest {

    private static final String IPV4 = "192.0.2.200";
    private static final String IPV6 = "fd02::200";
    private static final List<String> HOSTS = List.of("a", "b", "client");

    private final String prefix = "an" + ProcessHandle.current().pid();
    private final Map<String, Process> workers = new HashMap<>();

    @BeforeEach
    void build() throws IOException, InterruptedException {
        Assumptions.assumeTrue(isPossible(), "needs root, ip, nft and network namespaces");
        must("ip", "netns", "add", prefix + "hub");
        must("ip", "-n", prefix + "hub", "link", "add", "hub", "type", "bridge");
        must("ip", "-n", prefix + "hub", "link", "set", "hub", "up");
        for (var host : HOSTS) {
            add(host, HOSTS.indexOf(host) + 1);
        }
    }

    private boolean isPossible() {
        try {
            return System.getProperty("user.name").equals("root")
                    && run("nft", "--version").code() == 0
                    && run("ip", "netns", "list").code() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private void add(String host, int number) throws IOException, InterruptedException {
        var name = prefix + host;
        must("ip", "netns", "add", name);
        must("ip", "netns", "exec", name, "sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0");
        must(
                ("ip link add eth0 netns " + name + " type veth peer name " + host + " netns ")
                        .concat(prefix + "hub")
                        .split(" ", -1));
        must("ip", "-n", prefix + "hub", "link", "set", "dev", host, "master", "hub", "up");
        must("ip", "-n", name, "link", "set", "lo", "up");
        must("ip", "-n", name, "link", "set", "eth0", "up");
        must("ip", "-n", name, "addr", "add", "192.0.2." + number + "/24", "dev", "eth0");
        must("ip", "-n", name, "addr", "add", "fd02::" + number + "/64", "dev", "eth0", "nodad");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command =
                List.of(
                        "ip",
                        "netns",
                        "exec",
                        name,
                        java,
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes(),
                        AnnounceWorker.class.getName());
        workers.put(
                host,
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /// The worker needs nothing but the JDK, our classes and the log.
    private static String classes() {
        return Stream.of(AnnounceWorker.class, HostNetwork.class, Logger.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(place -> Path.of(URI.create(place.toString())).toString())
                .distinct()
                .collect(Collectors.joining(":"));
    }

    @AfterEach
    void remove() throws IOException, InterruptedException {
        workers.values().forEach(Process::destroyForcibly);
        workers.values().forEach(worker -> worker.onExit().join());
        for (var host : Stream.concat(HOSTS.stream(), Stream.of("hub")).toList()) {
            run("ip", "netns", "del", prefix + host);
        }
    }

    @Test
    void theNodeThatIsElectedAnswers() throws IOException, InterruptedException {
        ask("a", "live a");
        ask("a", "answer a " + IPV4 + " " + IPV6);
        await().until(() -> holds("a", IPV4) && holds("a", IPV6));
        for (var address : List.of(IPV4, IPV6)) {
            await().until(() -> !ask("client", "tcp " + address + " 9").equals("silence"));
            assertThat(neighbour(address)).isEqualTo(mac("a"));
        }
    }

    @Test
    void programsOfTheNodeAreNotReachedByTheAddress() throws IOException {
        ask("a", "live a");
        ask("a", "answer a " + IPV4 + " " + IPV6);
        await().until(() -> holds("a", IPV4) && holds("a", IPV6));
        assertThat(ask("client", "tcp 192.0.2.1 22")).isEqualTo("connected");
        assertThat(ask("client", "tcp fd02::1 22")).isEqualTo("connected");
        assertThat(ask("client", "tcp " + IPV4 + " 22")).isEqualTo("refused");
        assertThat(ask("client", "tcp " + IPV6 + " 22")).isEqualTo("refused");
    }

    @Test
    void neighboursHearOfATakeOverWithoutAsking() throws IOException, InterruptedException {
        ask("a", "live a");
        ask("a", "answer a " + IPV4 + " " + IPV6);
        ask("b", "answer b " + IPV4 + " " + IPV6);
        await().until(() -> holds("a", IPV4) && holds("a", IPV6));
        for (var address : List.of(IPV4, IPV6)) {
            await().until(() -> !ask("client", "tcp " + address + " 9").equals("silence"));
            assertThat(neighbour(address)).isEqualTo(mac("a"));
        }
        must("ip", "-n", prefix + "hub", "link", "set", "dev", "a", "down");
        ask("b", "live b");
        var patience = Duration.ofSeconds(2);
        await().atMost(patience).until(() -> neighbour(IPV4).equals(mac("b")));
        await().atMost(patience).until(() -> neighbour(IPV6).equals(mac("b")));
    }

    @Test
    void whatAKilledAgentHeldGoesByItself() throws IOException {
        ask("a", "live a");
        ask("a", "answer a " + IPV4 + " " + IPV6);
        await().until(() -> holds("a", IPV4) && holds("a", IPV6));
        Objects.requireNonNull(workers.get("a")).destroyForcibly().onExit().join();
        await().atMost(Duration.ofSeconds(5)).until(() -> !holds("a", IPV4) && !holds("a", IPV6));
    }

    @Test
    void whatSomebodyTakesAwayIsTakenAgain() throws IOException, InterruptedException {
        ask("a", "live a");
        ask("a", "answer a " + IPV4);
        await().until(() -> holds("a", IPV4));
        must("ip", "-n", prefix + "a", "addr", "del", IPV4 + "/32", "dev", "eth0");
        await().until(() -> holds("a", IPV4));
    }

    @Test
    void stoppingLeavesNoAddress() throws IOException, InterruptedException {
        ask("a", "live a");
        ask("a", "answer a " + IPV4 + " " + IPV6);
        await().until(() -> holds("a", IPV4) && holds("a", IPV6));
        ask("a", "stop");
        assertThat(holds("a", IPV4) || holds("a", IPV6)).isFalse();
    }

    private String ask(String host, String command) throws IOException {
        var worker = Objects.requireNonNull(workers.get(host));
        var in = new PrintStream(worker.getOutputStream(), true, StandardCharsets.US_ASCII);
        in.println(command);
        return String.valueOf(worker.inputReader(StandardCharsets.US_ASCII).readLine());
    }

    private boolean holds(String host, String address) throws IOException, InterruptedException {
        return run("ip", "-n", prefix + host, "-o", "addr").text().contains(" " + address + "/");
    }

    private String neighbour(String address) throws IOException, InterruptedException {
        var line = run("ip", "-n", prefix + "client", "neigh", "show", address).text();
        return line.replaceAll("(?s).*lladdr (\\S+).*", "$1");
    }

    private String mac(String host) throws IOException, InterruptedException {
        var line = run("ip", "-n", prefix + host, "-o", "link", "show", "eth0").text();
        return line.replaceAll("(?s).*link/ether (\\S+).*", "$1");
    }

    private record Result(int code, String text) {}

    private static void must(String... command) throws IOException, InterruptedException {
        var result = run(command);
        if (result.code() != 0) {
            throw new IOException(String.join(" ", command) + ": " + result.text());
        }
    }

    private static Result run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1, text);
    }
}
