package dev.sekisho.kube;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The frames of one watch, handed from the event loop to the one thread that takes them.
///
/// The server may be at most [#WINDOW] frames ahead of that thread.
final class WatchStream implements WebSocket.Listener, AutoCloseable {

    private static final int WINDOW = 16;

    /// What a watch brings next.
    sealed interface Next {

        record Frame(String text) implements Next {}

        /// No frame for as long as the caller wanted to wait.
        record Silence() implements Next {}

        /// The server ended the watch, or the connection is lost.
        record End(String cause) implements Next {}
    }

    private final LinkedBlockingQueue<Next> queue = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable WebSocket> socket = new AtomicReference<>();
    private volatile boolean closed;

    /// Waits for the next frame.
    Next next(Duration patience) throws InterruptedException {
        var next = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        var open = socket.get();
        if (next instanceof Next.Frame && open != null) {
            open.request();
        }
        return next == null ? new Next.Silence() : next;
    }

    @Override
    public void close() {
        closed = true;
        var open = socket.getAndSet(null);
        if (open != null) {
            open.sendClose(1000, null);
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket.set(opened);
        if (closed) {
            close();
            return;
        }
        for (var i = 0; i < WINDOW; i++) {
            opened.request();
        }
    }

    @Override
    public void onMessage(WebSocket from, String text) {
        queue.add(new Next.Frame(text));
    }

    @Override
    public void onMessage(WebSocket from, ByteBuffer bytes) {
        queue.add(new Next.Frame(StandardCharsets.UTF_8.decode(bytes).toString()));
    }

    @Override
    public void onClose(WebSocket from, int code, String reason) {
        queue.add(new Next.End("closed with code " + code));
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        queue.add(new Next.End(error.toString()));
    }
}
