package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/// The packaged program as a child process: the native executable if `sekisho.executable` names
/// one, else the jar of `sekisho.jar`.
final class SekishoProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LISTENING =
            Pattern.compile("listening http=\\S*:(\\d+) https=\\S*:(\\d+) management=\\S*:(\\d+)");

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Thread outputReader;
    private final Thread errorReader;

    private SekishoProcess(Process process) {
        this.process = process;
        outputReader = reader(process.getInputStream(), output);
        errorReader = reader(process.getErrorStream(), errors);
    }

    /// Starts the program with exactly these arguments.
    static SekishoProcess start(String... arguments) {
        return start(Map.of(), Path.of("").toAbsolutePath(), arguments);
    }

    static SekishoProcess start(
            Map<String, String> environment, Path workingFolder, String... arguments) {
        var command = new ArrayList<>(program());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(workingFolder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SEKISHO_"));
        builder.environment().putAll(environment);
        return start(builder);
    }

    /// Starts the program by another one, which is given its command line and becomes it.
    static SekishoProcess startBy(List<String> prefix, List<String> arguments) {
        var process = startUnready(prefix, arguments);
        process.listening();
        return process;
    }

    /// The same, without waiting for anything.
    static SekishoProcess startUnready(List<String> prefix, List<String> arguments) {
        var command = new ArrayList<>(prefix);
        // The prefix may need what the program would take for options of its own.
        command.add("env");
        System.getenv().keySet().stream()
                .filter(name -> name.startsWith("SEKISHO_"))
                .forEach(name -> command.addAll(List.of("-u", name)));
        command.addAll(program());
        command.addAll(arguments);
        return start(new ProcessBuilder(command));
    }

    private static SekishoProcess start(ProcessBuilder builder) {
        try {
            return new SekishoProcess(builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Starts a command on free ports of the loopback address and waits until it serves.
    static SekishoProcess serving(String command, String... arguments) {
        var words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--http-port=0", "--https-port=0", "--management-port=0"));
        words.addAll(List.of("--bind-address=127.0.0.1", "--management-bind-address=127.0.0.1"));
        words.addAll(List.of(arguments));
        var process = start(words.toArray(String[]::new));
        process.listening();
        return process;
    }

    static boolean isNative() {
        return !executable().isEmpty();
    }

    private static String executable() {
        return System.getProperty("sekisho.executable", "");
    }

    private static List<String> program() {
        if (isNative()) {
            return List.of(executable());
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var jar = System.getProperty("sekisho.jar", "target/quarkus-app/quarkus-run.jar");
        return List.of(java, "-jar", Path.of(jar).toAbsolutePath().toString());
    }

    int httpPort() {
        return port(1);
    }

    int httpsPort() {
        return port(2);
    }

    int managementPort() {
        return port(3);
    }

    List<String> output() {
        return List.copyOf(output);
    }

    /// Waits for a line on standard output that begins so.
    void awaitLine(String beginning) {
        awaitUnlessEnded(() -> hasLine(beginning));
        assertThat(hasLine(beginning))
                .as(() -> "the line '" + beginning + " ...'; errors: " + errors())
                .isTrue();
    }

    private boolean hasLine(String beginning) {
        return output.stream().anyMatch(line -> line.startsWith(beginning));
    }

    String errors() {
        return String.join("\n", errors);
    }

    /// Asks the program to end and waits for its exit code.
    int stop() {
        process.destroy();
        return exitCode();
    }

    void signalTerm() {
        process.destroy();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("the program ends")
                    .isTrue();
            outputReader.join();
            errorReader.join();
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// Ends it as a crash would.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private int port(int group) {
        return Integer.parseInt(listening().group(group));
    }

    private Matcher listening() {
        awaitUnlessEnded(() -> listeningLine() != null);
        var line = listeningLine();
        assertThat(line).as(() -> "the line 'listening ...'; errors: " + errors()).isNotNull();
        return line;
    }

    /// Whoever asks says what was expected, and what the program had to say instead.
    private void awaitUnlessEnded(BooleanSupplier condition) {
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> condition.getAsBoolean() || !process.isAlive());
        } catch (ConditionTimeoutException late) {
            errors.add("(and nothing more within " + PATIENCE + ")");
        }
    }

    private Matcher listeningLine() {
        return output.stream()
                .map(LISTENING::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .orElse(null);
    }

    private static Thread reader(InputStream from, List<String> to) {
        return Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try (var reader =
                            new BufferedReader(
                                    new InputStreamReader(from, StandardCharsets.UTF_8))) {
                        reader.lines().forEach(to::add);
                    } catch (IOException | UncheckedIOException _) {
                        to.add("(the stream broke)");
                    }
                });
    }
}
