package dev.sekisho.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A client that sends bytes as they are and reads responses by their framing.
final class Client implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    Client(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Client(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    /// A response as a client takes it in.
    record Reply(int status, String head, String body) {

        boolean has(String line) {
            return head.toLowerCase(Locale.ROOT)
                    .contains("\r\n" + line.toLowerCase(Locale.ROOT) + "\r\n");
        }

        boolean names(String field) {
            return head.toLowerCase(Locale.ROOT)
                    .contains("\r\n" + field.toLowerCase(Locale.ROOT) + ":");
        }
    }

    Client send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    Client get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: shop.test\r\n\r\n");
    }

    Socket socket() {
        return socket;
    }

    InputStream in() {
        return in;
    }

    String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("closed after: " + head);
            }
            head.write(octet);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    Reply read() throws IOException {
        String head = readHead();
        return new Reply(status(head), head, body(head));
    }

    /// A response that has no body, to HEAD.
    Reply readHeadOnly() throws IOException {
        String head = readHead();
        return new Reply(status(head), head, "");
    }

    private static int status(String head) {
        return Integer.parseInt(head.substring(9, 12));
    }

    private String body(String head) throws IOException {
        String lower = head.toLowerCase(Locale.ROOT);
        int code = status(head);
        if (code < 200 || code == 204 || code == 304) {
            return "";
        }
        int at = lower.indexOf("\r\ncontent-length: ");
        if (at >= 0) {
            int length = Integer.parseInt(lower.substring(at + 18, lower.indexOf("\r\n", at + 2)));
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new IOException("cut after " + body.length + " of " + length);
            }
            return new String(body, StandardCharsets.ISO_8859_1);
        }
        return lower.contains("\r\ntransfer-encoding: chunked\r\n") ? chunks(in) : rest();
    }

    /// The body that comes in chunks, and in brackets each line of its trailers.
    static String chunks(InputStream in) throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line(in), 16);
            body.append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1));
            if (size == 0) {
                break;
            }
            line(in);
        }
        for (String trailer = line(in); !trailer.isEmpty(); trailer = line(in)) {
            body.append('[').append(trailer).append(']');
        }
        return body.toString();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (!line.toString().endsWith("\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("cut in chunked framing");
            }
            line.append((char) octet);
        }
        return line.substring(0, line.length() - 2);
    }

    /// All bytes up to the end of the connection.
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// Goes away without a word.
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
