package dev.sekisho.serviceproxy;

import dev.sekisho.model.service.IpFamily;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    private @Nullable Process waiting;

    /// `prefix` comes before each command: how to get where the kernel's tables are, if not here.
    public NftKernel(List<String> prefix) {
        this.prefix = List.copyOf(prefix);
    }

    @Override
    public synchronized void commit(String transaction) throws KernelException {
        var process = waiting != null && waiting.isAlive() ? waiting : start("nft", "-f", "-");
        waiting = null;
        finish(process, transaction);
        waiting = start("nft", "-f", "-");
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
            waiting.destroy();
            waiting = null;
        }
    }

    private static String word(IpFamily family) {
        return switch (family) {
            case IPV4 -> "ipv4";
            case IPV6 -> "ipv6";
        };
    }

    private Process start(String... command) throws KernelException {
        var words = Stream.concat(prefix.stream(), Stream.of(command)).toList();
        try {
            return new ProcessBuilder(words).start();
        } catch (IOException e) {
            throw new KernelException("cannot run " + command[0] + ": " + e.getMessage());
        }
    }

    /// What the process says of errors comes last and is short, so it does not fill its pipe.
    private static String finish(Process process, String input) throws KernelException {
        try {
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var errors =
                    new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new KernelException("no end of " + program(process));
            }
            if (process.exitValue() != 0) {
                throw new KernelException(program(process) + ": " + reason(errors));
            }
            return output;
        } catch (IOException e) {
            throw new KernelException(program(process) + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KernelException("interrupted while " + program(process) + " ran");
        } finally {
            process.destroyForcibly();
        }
    }

    private static String program(Process process) {
        return process.info().command().orElse("nft or conntrack");
    }

    private static String reason(String errors) {
        var line = errors.strip().lines().findFirst().orElse("no reason given");
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) : line;
    }
}
