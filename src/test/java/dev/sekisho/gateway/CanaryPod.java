package dev.sekisho.gateway;

import dev.sekisho.model.Endpoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A pod that answers each request with its marker, and notes every request that is not of one
/// piece: the marker stands in the path, the first field, the last field and the body.
final class CanaryPod implements AutoCloseable {

    /// What the markers of those clients look like whose requests are as they should be.
    static final Pattern HONEST = Pattern.compile("c[0-9]+-[0-9]+");

    private static final Pattern REQUEST =
            Pattern.compile(
                    "[A-Z]+ /(\\S*) HTTP/1\\.1\r\nHost: shop\\.test\r\nX-First: (\\S*)\r\n"
                            + "(?:.*\r\n)?X-Last: (\\S*)\r\n.*",
                    Pattern.DOTALL);

    private final ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final LongAdder honest = new LongAdder();
    private final LongAdder others = new LongAdder();
    private final LongAdder connections = new LongAdder();

    CanaryPod() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getLocalPort());
    }

    /// Requests that mixed clients, or that nobody asked.
    Queue<String> faults() {
        return faults;
    }

    long honest() {
        return honest.sum();
    }

    long others() {
        return others.sum();
    }

    long connections() {
        return connections.sum();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.increment();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            boolean open = true;
            while (open) {
                String head = HttpText.head(in);
                if (head.isEmpty()) {
                    return;
                }
                String body = HttpText.body(head, in);
                open = answer(marker(head, body), out);
            }
        } catch (IOException gone) {
            // A client that went away in the middle takes its request with it.
        } catch (RuntimeException malformed) {
            faults.add("unreadable: " + malformed);
        } finally {
            sockets.remove(socket);
        }
    }

    private String marker(String head, String body) {
        Matcher parts = REQUEST.matcher(head);
        String path = parts.matches() ? parts.group(1) : "";
        if (!HONEST.matcher(path).matches()) {
            others.increment();
            check(!HONEST.matcher(head + body).find(), "another's marker in", head, body);
            check(!head.contains("/evil"), "a body came as a request:", head, body);
            return "other";
        }
        honest.increment();
        check(parts.group(2).equals(path), "another first field in", head, body);
        check(parts.group(3).equals(path), "another last field in", head, body);
        check(body.isEmpty() || body.startsWith(path + ";"), "another body in", head, body);
        return path;
    }

    private void check(boolean holds, String what, String head, String body) {
        if (!holds) {
            faults.add(what + "\n" + head + body);
        }
    }

    /// In one of three forms; false once the connection is closed with it.
    private static boolean answer(String marker, OutputStream out) throws IOException {
        int dice = ThreadLocalRandom.current().nextInt(200);
        String filler = "x".repeat(dice * 10);
        String body = marker + ";" + filler;
        String answer =
                dice % 2 == 0
                        ? "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n"
                        : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
        boolean last = dice == 0;
        answer += last ? "Connection: close\r\n\r\n" : "\r\n";
        answer += dice % 2 == 0 ? body : HttpText.chunk(body);
        out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        return !last;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
