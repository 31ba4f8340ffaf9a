package dev.sekisho.translate.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The blocks of a PEM text (RFC 7468), with whatever stands between them passed over.
record Pem(List<Block> blocks) {

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /// One block: `label` as in `CERTIFICATE`, and what it holds.
    static final class Block {

        private final String label;
        private final byte[] der;

        private Block(String label, byte[] der) {
            this.label = label;
            this.der = der;
        }

        String label() {
            return label;
        }

        byte[] der() {
            return der;
        }
    }

    /// Empty if a block is not closed or does not hold base64.
    static Optional<Pem> parse(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        var blocks = new ArrayList<Block>();
        var at = text.indexOf(BEGIN);
        while (at >= 0) {
            var labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            if (labelEnd < 0) {
                return Optional.empty();
            }
            var label = text.substring(at + BEGIN.length(), labelEnd);
            var bodyStart = labelEnd + DASHES.length();
            var end = text.indexOf(END + label + DASHES, bodyStart);
            if (end < 0 || !add(blocks, label, text.substring(bodyStart, end))) {
                return Optional.empty();
            }
            at = text.indexOf(BEGIN, end);
        }
        return Optional.of(new Pem(List.copyOf(blocks)));
    }

    /// A body with header lines is encrypted in OpenSSL's own way; that is not base64 to us.
    private static boolean add(List<Block> blocks, String label, String body) {
        try {
            var compact = body.replaceAll("[ \t\r\n]", "");
            blocks.add(new Block(label, Base64.getDecoder().decode(compact)));
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    List<byte[]> labelled(String label) {
        return blocks.stream().filter(b -> b.label().equals(label)).map(Block::der).toList();
    }
}
