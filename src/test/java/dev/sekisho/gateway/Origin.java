package dev.sekisho.gateway;

import dev.sekisho.model.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A pod that a test scripts byte for byte: raw sockets, one virtual thread for each connection.
final class Origin implements AutoCloseable {

    /// What the pod does with one connection.
    @FunctionalInterface
    interface Script {
        void serve(Talk talk) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    private Origin(Script script, int port) throws IOException {
        this.script = script;
        this.server = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static Origin scripted(Script script) throws IOException {
        return new Origin(script, 0);
    }

    /// Answers every request with the same bytes, after having read its body.
    static Origin answering(String response) throws IOException {
        return new Origin(always(response), 0);
    }

    private static Script always(String response) {
        return talk -> {
            while (talk.readRequest() != null) {
                talk.send(response);
            }
        };
    }

    /// A pod that comes up where none was: 200 and this text.
    static Origin sayingAt(Endpoint endpoint, String text) throws IOException {
        return new Origin(always(ok(text)), endpoint.port());
    }

    /// Answers every request with 200 and this text.
    static Origin saying(String text) throws IOException {
        return answering(ok(text));
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getLocalPort());
    }

    /// The heads of all requests so far.
    List<String> heads() {
        return heads;
    }

    String lastHead() {
        return heads.getLast();
    }

    int connections() {
        return connections.get();
    }

    /// How many connections have come to their end.
    int ended() {
        return ended.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.serve(new Talk(socket));
        } catch (IOException gone) {
            // What a client sees of it is what tests look at.
        } finally {
            ended.incrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        die();
    }

    /// Refuses connections from now on, and ends those that are open.
    void die() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /// One connection to the pod.
    final class Talk {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        private Talk(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        Socket socket() {
            return socket;
        }

        InputStream in() {
            return in;
        }

        void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /// The next request's head, or null at the end of the connection.
        @Nullable String readHead() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!endsHead(head)) {
                int octet = in.read();
                if (octet < 0) {
                    return null;
                }
                head.write(octet);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            heads.add(text);
            return text;
        }

        /// The next request, head and raw body, or null at the end of the connection.
        @Nullable String readRequest() throws IOException {
            String head = readHead();
            if (head == null) {
                return null;
            }
            String lower = head.toLowerCase(Locale.ROOT);
            int at = lower.indexOf("\r\ncontent-length: ");
            if (at >= 0) {
                String digits = lower.substring(at + 18, lower.indexOf("\r\n", at + 2));
                return head
                        + new String(
                                in.readNBytes(Integer.parseInt(digits)),
                                StandardCharsets.ISO_8859_1);
            }
            return lower.contains("\r\ntransfer-encoding: chunked") ? head + chunks() : head;
        }

        private String chunks() throws IOException {
            StringBuilder body = new StringBuilder();
            while (!body.toString().endsWith("\r\n\r\n")) {
                int octet = in.read();
                if (octet < 0) {
                    throw new IOException("the body is cut");
                }
                body.append((char) octet);
            }
            return body.toString();
        }

        private boolean endsHead(ByteArrayOutputStream head) {
            byte[] bytes = head.toByteArray();
            int n = bytes.length;
            return n >= 4
                    && bytes[n - 4] == '\r'
                    && bytes[n - 3] == '\n'
                    && bytes[n - 2] == '\r'
                    && bytes[n - 1] == '\n';
        }

        /// Ends the connection with a reset.
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    /// Waits inside a script.
    static void awaited(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }
}
