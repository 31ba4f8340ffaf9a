package dev.sekisho.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes requests that are nearly right, of requests that are.
public final class Mutator {

    private static final String[] WORDS = {
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        " ",
        "\t",
        "\0",
        ":",
        ";",
        ",",
        "%2e",
        "%2f",
        "//",
        "/../",
        "#",
        "?",
        "HTTP/1.1",
        "HTTP/1.0",
        "HTTP/2.0",
        "GET ",
        "POST ",
        "HEAD ",
        "OPTIONS * ",
        "http://b/",
        "\u000b",
        "Host: b\r\n",
        "Content-Length: 4\r\n",
        "Content-Length: 0\r\n",
        "Content-Length: 00004\r\n",
        "Content-Length: 4, 4\r\n",
        "Content-Length: +4\r\n",
        "content-length : 4\r\n",
        "Content-Length:\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding:\tchunked\r\n",
        "Transfer-Encoding\r\n : chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked\u00a0\r\n",
        "Transfer_Encoding: chunked\r\n",
        "Connection: close\r\n",
        "Connection: content-length\r\n",
        "Connection: transfer-encoding, host\r\n",
        "Expect: 100-continue\r\n",
        "Upgrade: h2c\r\n",
        "Trailer: host\r\n",
        "X: y\r\n",
        " folded\r\n",
        "X:\r\n",
        ": x\r\n",
        "0\r\n\r\n",
        "4\r\nbody\r\n",
        "4;a=b\r\nbody\r\n",
        "4;a=\"\r\n\"\r\nbody\r\n",
        "00000000000000004\r\n",
        "ffffffffffffffff\r\n",
        "0x4\r\n",
        "-1\r\n",
        "4 \r\n",
        "0\r\nX: y\r\n\r\n",
        "0\r\nHost: b\r\n\r\n",
        "GET /inner HTTP/1.1\r\nHost: b\r\n\r\n",
        "\u0080",
        "\u00ff",
        "\u00e9",
        "(",
        "[::1]",
        "@",
        "b:80"
    };

    private final RandomGenerator random;
    private final List<String> seeds;

    public Mutator(RandomGenerator random, List<String> seeds) {
        this.random = random;
        this.seeds = seeds;
    }

    /// Some requests, one after the other, with up to four faults in them.
    public byte[] next() {
        StringBuilder bytes = new StringBuilder(seed());
        for (int i = random.nextInt(3); i > 0; i--) {
            bytes.append(seed());
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            mutate(bytes);
        }
        return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private void mutate(StringBuilder bytes) {
        int at = place(bytes);
        int end = Math.min(bytes.length(), at + 1 + random.nextInt(6));
        switch (random.nextInt(8)) {
            case 0, 1 -> bytes.insert(at, WORDS[random.nextInt(WORDS.length)]);
            case 2 -> bytes.insert(lineStart(bytes, at), WORDS[random.nextInt(WORDS.length)]);
            case 3 -> bytes.delete(at, end);
            case 4 -> bytes.insert(at, bytes.substring(at, end));
            case 5 -> bytes.insert(at, (char) random.nextInt(256));
            case 6 -> replace(bytes, at, (char) random.nextInt(256));
            default -> flipCase(bytes, at);
        }
    }

    private int place(StringBuilder bytes) {
        return random.nextInt(bytes.length() + 1);
    }

    private static int lineStart(StringBuilder bytes, int from) {
        return bytes.lastIndexOf("\n", from) + 1;
    }

    private static void replace(StringBuilder bytes, int at, char octet) {
        if (at < bytes.length()) {
            bytes.setCharAt(at, octet);
        }
    }

    private static void flipCase(StringBuilder bytes, int at) {
        if (at < bytes.length() && Character.isLetter(bytes.charAt(at)) && bytes.charAt(at) < 128) {
            bytes.setCharAt(at, (char) (bytes.charAt(at) ^ 0x20));
        }
    }
}
