package dev.sekisho.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;

/// A compressed archive of a part of a folder.
///
/// @param digest of the compressed bytes, by which registries know a layer
/// @param contentDigest of the bytes before compression, by which a configuration names it
record Layer(String title, Path file, String digest, String contentDigest) {

    private static final int BUFFER = 1 << 16;

    static Layer write(
            String title, Path file, Path root, Instant modified, Predicate<String> taken)
            throws IOException {
        var compressed = sha256();
        var content = sha256();
        try (var out = Files.newOutputStream(file);
                var zip = new GZIPOutputStream(new DigestOutputStream(out, compressed), BUFFER);
                var buffer =
                        new BufferedOutputStream(new DigestOutputStream(zip, content), BUFFER);
                var tar = new TarWriter(buffer, modified)) {
            tar.addTree(root, taken);
        }
        return new Layer(title, file, name(compressed), name(content));
    }

    Map<String, Object> descriptor() throws IOException {
        return descriptor("application/vnd.oci.image.layer.v1.tar+gzip", digest, Files.size(file));
    }

    static Map<String, Object> descriptor(String mediaType, String digest, long size) {
        return new TreeMap<>(Map.of("mediaType", mediaType, "digest", digest, "size", size));
    }

    static String digest(byte[] bytes) {
        var sha256 = sha256();
        sha256.update(bytes);
        return name(sha256);
    }

    private static String name(MessageDigest digest) {
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
