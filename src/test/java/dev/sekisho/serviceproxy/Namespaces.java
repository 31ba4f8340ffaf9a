package dev.sekisho.serviceproxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A client, two nodes and a pod on each, all of them network namespaces with a process in them:
///
/// client 192.0.2.2 fd02::2 - node 192.0.2.1 fd02::1 - near 10.244.1.2 fd44::2
///
/// node 172.20.0.1 fd20::1 - other 172.20.0.2 fd20::2 - far 10.244.2.2 fd44:1::2
final class Namespaces implements AutoCloseable {

    private static final List<String> NAMES = List.of("client", "node", "other", "near", "far");

    private final String prefix = "sk" + ProcessHandle.current().pid();
    private final Map<String, Process> workers = new TreeMap<>();

    /// Whether this machine lets us try.
    static boolean arePossible() {
        try {
            return System.getProperty("user.name").equals("root")
                    && run("nft", "--version") == 0
                    && run("ip", "netns", "list") == 0
                    && canMake();
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static boolean canMake() throws IOException, InterruptedException {
        var name = "sk" + ProcessHandle.current().pid() + "try";
        var made = run("ip", "netns", "add", name) == 0;
        return made && run("ip", "netns", "del", name) == 0;
    }

    static Namespaces make() throws IOException, InterruptedException {
        var namespaces = new Namespaces();
        try {
            namespaces.build();
            return namespaces;
        } catch (IOException | InterruptedException | RuntimeException e) {
            namespaces.close();
            throw e;
        }
    }

    private void build() throws IOException, InterruptedException {
        for (var name : NAMES) {
            must("ip", "netns", "add", name(name));
            in(name, "ip", "link", "set", "lo", "up");
            in(name, "sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0");
        }
        link("node", "client", new Wire("192.0.2.1", "192.0.2.2", "fd02::1", "fd02::2"));
        link("node", "near", new Wire("10.244.1.1", "10.244.1.2", "fd44::1", "fd44::2"));
        link("node", "other", new Wire("172.20.0.1", "172.20.0.2", "fd20::1", "fd20::2"));
        link("other", "far", new Wire("10.244.2.1", "10.244.2.2", "fd44:1::1", "fd44:1::2"));
        for (var router : List.of("node", "other")) {
            in(router, "sysctl", "-qw", "net.ipv4.ip_forward=1");
            in(router, "sysctl", "-qw", "net.ipv6.conf.all.forwarding=1");
        }
        in("node", "ip", "route", "add", "10.244.2.0/24", "via", "172.20.0.2");
        in("node", "ip", "-6", "route", "add", "fd44:1::/64", "via", "fd20::2");
        in("node", "ip", "route", "add", "10.96.0.0/16", "dev", "to-client");
        in("node", "ip", "-6", "route", "add", "fd96::/112", "dev", "to-client");
        for (var name : NAMES) {
            start(name);
        }
        ask("near", "listen 8080 near");
        ask("far", "listen 8080 far");
    }

    /// The addresses of both ends in both families.
    private record Wire(String upper, String lower, String upper6, String lower6) {}

    /// The lower end sends all that it knows no other way for to the upper end.
    private void link(String upper, String lower, Wire wire)
            throws IOException, InterruptedException {
        var down = "to-" + lower;
        must(
                ("ip link add "
                                + down
                                + " netns "
                                + name(upper)
                                + " type veth peer name upward netns ")
                        .concat(name(lower))
                        .split(" ", -1));
        attach(upper, down, wire.upper(), wire.upper6());
        attach(lower, "upward", wire.lower(), wire.lower6());
        in(lower, "ip", "route", "add", "default", "via", wire.upper());
        in(lower, "ip", "-6", "route", "add", "default", "via", wire.upper6());
    }

    private void attach(String name, String device, String ip, String ip6)
            throws IOException, InterruptedException {
        in(name, "ip", "addr", "add", ip + "/24", "dev", device);
        in(name, "ip", "addr", "add", ip6 + "/64", "dev", device, "nodad");
        in(name, "ip", "link", "set", device, "up");
    }

    private void start(String name) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command =
                Stream.concat(
                        entering(name).stream(),
                        Stream.of(
                                java,
                                "-Xmx32m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classes(),
                                NamespaceWorker.class.getName()));
        var builder = new ProcessBuilder(command.toList());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        workers.put(name, builder.start());
    }

    /// The worker needs nothing but the JDK and itself.
    private static String classes() {
        var source = NamespaceWorker.class.getProtectionDomain().getCodeSource();
        return Path.of(URI.create(source.getLocation().toString())).toString();
    }

    /// What to put before a command so that it runs in that namespace.
    List<String> entering(String name) {
        return List.of("ip", "netns", "exec", name(name));
    }

    /// Lets the process of a namespace do something; returns what it says.
    String ask(String name, String command) throws IOException {
        var worker = Objects.requireNonNull(workers.get(name));
        var in = new PrintStream(worker.getOutputStream(), true, StandardCharsets.US_ASCII);
        in.println(command);
        BufferedReader out = worker.inputReader(StandardCharsets.US_ASCII);
        return String.valueOf(out.readLine());
    }

    void in(String name, String... command) throws IOException, InterruptedException {
        must(Stream.concat(entering(name).stream(), Stream.of(command)).toArray(String[]::new));
    }

    private String name(String name) {
        return prefix + name;
    }

    private static void must(String... command) throws IOException, InterruptedException {
        var code = run(command);
        if (code != 0) {
            throw new IOException(String.join(" ", command) + ": exit code " + code);
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        var log = Files.createTempFile("sekisho", ".log");
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            var process = builder.redirectOutput(log.toFile()).start();
            return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } finally {
            Files.delete(log);
        }
    }

    @Override
    public void close() throws IOException {
        workers.values().forEach(Process::destroy);
        workers.values().forEach(worker -> worker.onExit().join());
        try {
            for (var name : NAMES) {
                run("ip", "netns", "del", name(name));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
