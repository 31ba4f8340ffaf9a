package dev.sekisho.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads messages from a buffered stream in the plainest way, for both ends of a canary test.
final class HttpText {

    private HttpText() {}

    /// The next head; empty at the end of the connection.
    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder(512);
        int tail = 0;
        while (tail != 0x0d0a0d0a) {
            int octet = in.read();
            if (octet < 0) {
                return "";
            }
            head.append((char) octet);
            tail = (tail << 8) | octet;
        }
        return head.toString();
    }

    /// The body that the head announces.
    static String body(String head, InputStream in) throws IOException {
        int at = head.indexOf("\r\nContent-Length: ");
        if (at >= 0) {
            return exactly(
                    in, Integer.parseInt(head.substring(at + 18, head.indexOf('\r', at + 2))));
        }
        return head.contains("\r\nTransfer-Encoding: chunked\r\n") ? chunks(in) : "";
    }

    static String chunk(String body) {
        return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    }

    private static String chunks(InputStream in) throws IOException {
        StringBuilder body = new StringBuilder();
        for (int size = size(in); size > 0; size = size(in)) {
            body.append(exactly(in, size));
            line(in);
        }
        while (!line(in).isEmpty()) {
            // Trailers say nothing here.
        }
        return body.toString();
    }

    private static int size(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("cut after " + bytes.length + " of " + length);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("cut in a line");
            }
            if (octet == '\n') {
                line.setLength(line.length() - 1);
                return line.toString();
            }
            line.append((char) octet);
        }
    }
}
