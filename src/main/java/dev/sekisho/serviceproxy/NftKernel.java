package dev.sekisho.serviceproxy;

import dev.sekisho.model.service.IpFamily;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The kernel by way of the programs `nft` and `conntrack`.
///
/// One `nft` waits for the next transaction, already started, so that a change does not wait for a
/// process to come up; each takes one transaction, and its exit code says what became of it.
public final class NftKernel implements Kernel {

    private static final long PATIENCE_SECONDS = 60;
    private static final int LONGEST_REASON = 300;

    private final List<String> prefix;
    private @Nullable Running waiting;

    private record Running(String program, Process process) {}

    /// `prefix` comes before each command: how to get where the kernel's tables are, if not here.
    public NftKernel(List<String> prefix) {
        this.prefix = List.copyOf(prefix);
    }

    @Override
    public synchronized void commit(String transaction) throws KernelException {
        var isThere = waiting != null && waiting.process().isAlive();
        var running = isThere && waiting != null ? waiting : start("nft", "-f", "-");
        waiting = null;
        finish(running, transaction);
        waiting = start("nft", "-f", "-");
    }

    @Override
    public void tryOut(String transaction) throws KernelException {
        finish(start("nft", "--check", "-f", "-"), transaction);
    }

    @Override
    public String chains() throws KernelException {
        return finish(start("nft", "-y", "list chains"), "");
    }

    @Override
    public String list(String table) throws KernelException {
        finish(start("nft", "-f", "-"), "add table " + table + "\n");
        return finish(start("nft", "-p", "list table " + table), "");
    }

    @Override
    public String udpFlows(IpFamily family) throws KernelException {
        return finish(start("conntrack", "-L", "-p", "udp", "-f", word(family)), "");
    }

    @Override
    public void forget(IpFamily family, UdpFlow flow) throws KernelException {
        var command =
                List.of(
                        "conntrack",
                        "-D",
                        "-p",
                        "udp",
                        "-f",
                        word(family),
                        "--orig-dst",
                        flow.address(),
                        "--orig-port-dst",
                        Integer.toString(flow.port()),
                        "--reply-src",
                        flow.answering(),
                        "--reply-port-src",
                        Integer.toString(flow.answeringPort()));
        try {
            finish(start(command.toArray(String[]::new)), "");
        } catch (KernelException e) {
            // A flow may end by itself before it is forgotten; then there is nothing to delete.
            if (!String.valueOf(e.getMessage()).contains("0 flow entries")) {
                throw e;
            }
        }
    }

    @Override
    public synchronized void close() {
        if (waiting != null) {
            waiting.process().destroy();
            waiting = null;
        }
    }

    private static String word(IpFamily family) {
        return switch (family) {
            case IPV4 -> "ipv4";
            case IPV6 -> "ipv6";
        };
    }

    private Running start(String... command) throws KernelException {
        var words = Stream.concat(prefix.stream(), Stream.of(command)).toList();
        var program = command[0];
        try {
            return new Running(program, new ProcessBuilder(words).start());
        } catch (IOException e) {
            throw KernelException.expecting(
                    "the program " + program, "cannot run " + program + ": " + e.getMessage());
        }
    }

    /// What it says of errors is read at the same time as the rest: it may be more than its pipe
    /// holds. One that ends early leaves some of its input unread; then what it says counts.
    private static String finish(Running running, String input) throws KernelException {
        var process = running.process();
        var program = running.program();
        var errors = new FutureTask<>(() -> text(process.getErrorStream()));
        var end =
                process.onExit()
                        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .exceptionally(_ -> process.destroyForcibly());
        try {
            Thread.ofVirtual().start(errors);
            var unread = give(process, input);
            var output = text(process.getInputStream());
            if (end.get().waitFor() != 0 || !unread.isEmpty()) {
                throw refusal(program, errors.get() + unread);
            }
            return output;
        } catch (IOException | ExecutionException e) {
            throw new KernelException(program + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KernelException("interrupted while " + program + " ran");
        } finally {
            process.destroyForcibly();
        }
    }

    /// Why not all of it was taken; empty if it was.
    private static String give(Process process, String input) {
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static KernelException refusal(String program, String errors) {
        var line =
                errors.strip()
                        .lines()
                        .findFirst()
                        .orElse("it ended without a reason, or did not end");
        var most = Math.min(line.length(), LONGEST_REASON);
        var message = program + ": " + line.substring(0, most);
        return errors.contains("Operation not permitted")
                ? KernelException.expecting("the capability NET_ADMIN", message)
                : new KernelException(message);
    }
}
