package dev.sekisho;

import dev.sekisho.cli.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/// Asks for a URL until the answer has the expected status or time is up.
///
/// An image without a shell needs this to look at itself, and `helm test` to look at the gateway.
final class ProbeProcess {

    private static final int EXPECTED = 0;
    private static final int FAILED = 1;
    private static final int HTTP_PORT = 80;
    private static final int LONGEST_STATUS_LINE = 256;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] [1-5]\\d\\d( .*)?");
    private static final Duration ONE_TRY = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Invocation.Probe asked;
    private final long deadline;

    private ProbeProcess(Invocation.Probe asked) {
        this.asked = asked;
        this.deadline = System.nanoTime() + asked.within().toNanos();
    }

    static int run(Invocation.Probe asked) {
        try {
            return new ProbeProcess(asked).run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private int run() throws InterruptedException {
        var answer = ask();
        while (!answer.equals(expected()) && remaining().compareTo(PAUSE) > 0) {
            Thread.sleep(PAUSE);
            answer = ask();
        }
        if (answer.equals(expected())) {
            System.out.println(asked.url() + ": " + answer);
            return EXPECTED;
        }
        System.err.println(
                "sekisho: " + asked.url() + ": " + answer + " (expected: " + expected() + ")");
        return FAILED;
    }

    private String expected() {
        return Integer.toString(asked.status());
    }

    private Duration remaining() {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    /// The status, or why there is none.
    private String ask() {
        try (var socket = new Socket()) {
            var patience = patience();
            socket.setSoTimeout(patience);
            socket.connect(target(), patience);
            socket.getOutputStream().write(request().getBytes(StandardCharsets.US_ASCII));
            return status(line(socket.getInputStream()));
        } catch (SocketTimeoutException _) {
            return "no answer in time";
        } catch (IOException failed) {
            return Objects.requireNonNullElse(failed.getMessage(), failed.toString());
        }
    }

    private int patience() {
        var most = remaining().compareTo(ONE_TRY) < 0 ? remaining() : ONE_TRY;
        return (int) Math.max(1, most.toMillis());
    }

    private InetSocketAddress target() {
        var port = asked.url().getPort() < 0 ? HTTP_PORT : asked.url().getPort();
        return new InetSocketAddress(asked.via().orElse(asked.url().getHost()), port);
    }

    private String request() {
        return "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: sekisho-probe\r\nConnection: close\r\n\r\n"
                .formatted(path(asked.url()), asked.url().getRawAuthority());
    }

    private static String path(URI url) {
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /// Without its end; the rest of the answer is of no interest.
    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
            if (line.length() == LONGEST_STATUS_LINE) {
                break;
            }
            line.append((char) next);
        }
        return line.toString();
    }

    private static String status(String line) throws IOException {
        if (!STATUS_LINE.matcher(line).matches()) {
            throw new IOException(line.isEmpty() ? "no answer" : "no answer of HTTP/1");
        }
        return line.substring(9, 12);
    }
}
