package dev.sekisho.gateway;

import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.observe.AccessLog;
import dev.sekisho.gateway.observe.AccessLogFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// An access log in JSON whose lines are kept.
final class KeptLog implements AutoCloseable {

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final AccessLog log = new AccessLog(AccessLogFormat.JSON, kept, 1 << 16);

    AccessLog log() {
        return log;
    }

    /// What is in it by now.
    String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }

    /// Waits until a whole line is in it.
    String awaitLine() {
        await().until(() -> text().endsWith("\n"));
        return text();
    }

    @Override
    public void close() {
        log.close();
    }
}
