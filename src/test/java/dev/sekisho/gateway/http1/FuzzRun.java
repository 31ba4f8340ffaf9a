package dev.sekisho.gateway.http1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Runs the fuzz targets under Jazzer, two at a time: `SECONDS [TARGET...]`.
///
/// Jazzer is started by its command line, not by its JUnit engine: that one knows older JUnits
/// only. What it learns goes to `target/fuzz`, and an input that breaks a claim to the folder of
/// its target there; a fix comes with that input in the corpus.
final class FuzzRun {

    private static final int AT_ONCE = 2;

    private FuzzRun() {}

    /// A target under way.
    private record Run(FuzzTarget target, Process process, Path log) {}

    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[0]);
        List<String> wanted = List.of(arguments).subList(1, arguments.length);
        Deque<FuzzTarget> waiting = new ArrayDeque<>(FuzzTarget.ALL);
        waiting.removeIf(target -> !wanted.isEmpty() && !wanted.contains(target.name()));
        List<String> broken = new ArrayList<>();
        Deque<Run> running = new ArrayDeque<>();
        while (!waiting.isEmpty() || !running.isEmpty()) {
            while (!waiting.isEmpty() && running.size() < AT_ONCE) {
                running.addLast(start(waiting.removeFirst(), seconds));
            }
            Run oldest = running.removeFirst();
            int status = oldest.process.waitFor();
            report(oldest, status);
            if (status != 0) {
                broken.add(oldest.target.name());
            }
        }
        if (!broken.isEmpty()) {
            System.out.println("fuzz: broken: " + broken);
            System.exit(1);
        }
    }

    private static Run start(FuzzTarget target, int seconds) throws IOException {
        Path folder =
                Files.createDirectories(Path.of("target/fuzz", target.name()).toAbsolutePath());
        Path learnt = Files.createDirectories(folder.resolve("corpus"));
        Path log = folder.resolve("log.txt");
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.type().getName(),
                        "--instrumentation_includes=dev.sekisho.gateway.http1.**",
                        "--custom_hook_includes=dev.sekisho.gateway.http1.**",
                        "--reproducer_path=" + folder,
                        "-artifact_prefix=" + folder + "/",
                        "-max_total_time=" + seconds,
                        "-print_final_stats=1",
                        "-max_len=2048",
                        learnt.toString(),
                        target.corpus().toAbsolutePath().toString());
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new Run(target, process, log);
    }

    private static void report(Run run, int status) throws IOException {
        List<String> lines = Files.readAllLines(run.log);
        if (status != 0) {
            lines.forEach(System.out::println);
        }
        String executed =
                lines.stream()
                        .filter(line -> line.startsWith("stat::number_of_executed_units:"))
                        .map(line -> line.replaceFirst("^[^0-9]*", ""))
                        .findFirst()
                        .orElse("?");
        String outcome = status == 0 ? "holds" : "BROKEN, exit " + status;
        System.out.println("fuzz: " + run.target.name() + ": " + executed + " inputs, " + outcome);
    }
}
