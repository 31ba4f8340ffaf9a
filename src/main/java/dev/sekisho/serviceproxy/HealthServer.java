package dev.sekisho.serviceproxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Answers load balancers that ask for the health of this node: one short answer a connection.
public final class HealthServer implements AutoCloseable {

    /// `weight` is the number of local endpoints, -1 where the question is not about any.
    public record Answer(int status, String json, int weight) {

        static final Answer NOT_FOUND = new Answer(404, "", -1);
    }

    private static final Logger LOG = Logger.getLogger(HealthServer.class);
    private static final int MOST_AT_ONCE = 64;
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int LONGEST_HEAD = 8_192;

    private final ServerSocket socket;
    private final Function<String, Answer> answers;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    private HealthServer(ServerSocket socket, Function<String, Answer> answers) {
        this.socket = socket;
        this.answers = answers;
    }

    /// Listens at once; port 0 picks a free one. `answers` is asked for paths, by any thread.
    public static HealthServer start(String bindAddress, int port, Function<String, Answer> answers)
            throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(bindAddress, port));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        var server = new HealthServer(socket, answers);
        Thread.ofVirtual().name("sekisho-health").start(server::run);
        return server;
    }

    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debugf("closing port %d: %s", port(), e.getMessage());
        }
    }

    private void run() {
        while (!socket.isClosed()) {
            try {
                room.acquire();
                var connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                room.release();
                LOG.debugf("port %d: %s", port(), e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout(PATIENCE_MILLIS);
            var path = path(connection);
            connection.getOutputStream().write(bytes(answers.apply(path)));
        } catch (IOException e) {
            LOG.debugf("port %d: %s", port(), e.getMessage());
        } finally {
            room.release();
        }
    }

    private static String path(Socket connection) throws IOException {
        var stream = new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII);
        var reader = new BufferedReader(stream, 512);
        var first = line(reader);
        var length = first.length();
        for (var line = line(reader); !line.isEmpty(); line = line(reader)) {
            length += line.length();
            if (length > LONGEST_HEAD) {
                throw new IOException("the head is too long");
            }
        }
        var words = first.split(" ", -1);
        return words.length == 3 ? words[1] : "";
    }

    private static String line(BufferedReader reader) throws IOException {
        var line = new StringBuilder();
        for (var c = reader.read(); c >= 0 && c != '\n'; c = reader.read()) {
            if (line.length() == LONGEST_HEAD) {
                throw new IOException("the head is too long");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static byte[] bytes(Answer answer) {
        var weight =
                answer.weight() < 0
                        ? ""
                        : "X-Load-Balancing-Endpoint-Weight: " + answer.weight() + "\r\n";
        return """
        HTTP/1.1 %d %s\r
        Content-Type: application/json\r
        X-Content-Type-Options: nosniff\r
        %sContent-Length: %d\r
        Connection: close\r
        \r
        %s\
        """
                .formatted(
                        answer.status(),
                        reason(answer.status()),
                        weight,
                        answer.json().length(),
                        answer.json())
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 404 -> "Not Found";
            default -> "Service Unavailable";
        };
    }
}
