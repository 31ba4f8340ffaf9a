package dev.sekisho.gateway.http1;

/// How large heads and trailers may be, and which names of fields pass.
///
/// `fields` does not count cookies, which have their own bound. `responseBytes` bounds the fields
/// of a response's head, `chunkExtensionBytes` all extensions of one body together.
public record HeadLimits(
        int targetBytes,
        int blockBytes,
        int fields,
        int cookies,
        int responseBytes,
        int chunkExtensionBytes,
        int trailerBytes,
        int trailerFields,
        Underscores underscores) {

    public static final HeadLimits DEFAULT =
            new HeadLimits(
                    8 << 10, 16 << 10, 100, 256, 16 << 10, 256, 16 << 10, 100, Underscores.DROPPED);

    /// What becomes of request fields whose name has an underscore.
    public enum Underscores {
        DROPPED,
        KEPT
    }

    /// How large one block of fields may be.
    record Block(int bytes, int fields, int cookies, Underscores underscores) {}

    Block ofRequest() {
        return new Block(blockBytes, fields, cookies, underscores);
    }

    Block ofResponse() {
        return new Block(responseBytes, fields, cookies, Underscores.KEPT);
    }

    Block ofTrailers() {
        return new Block(trailerBytes, trailerFields, trailerFields, Underscores.DROPPED);
    }
}
