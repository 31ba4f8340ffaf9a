package dev.sekisho.gateway.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a ClientHello (RFC 8446 §4.1.2) says that is decided on before there is an engine.
///
/// Whatever cannot be read counts as not said; the engine judges the whole of it.
final class ClientOffer {

    static final ClientOffer NOTHING = new ClientOffer();

    private static final int VERSION_AND_RANDOM = 34;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int APPLICATION_PROTOCOLS = 16;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int TLS_1_3 = 0x0304;

    private final List<Integer> signatures = new ArrayList<>();
    private final List<String> protocols = new ArrayList<>();
    private boolean newestVersion;
    private boolean ecdsaSuite;

    private ClientOffer() {}

    /// Reads the body of a ClientHello, if there is one, and leaves its indices alone.
    static ClientOffer of(@Nullable ByteBuf hello) {
        if (hello == null) {
            return NOTHING;
        }
        ClientOffer offer = new ClientOffer();
        try {
            offer.read(hello.duplicate());
        } catch (IndexOutOfBoundsException _) {
            return NOTHING;
        }
        return offer;
    }

    private void read(ByteBuf in) {
        in.skipBytes(VERSION_AND_RANDOM);
        in.skipBytes(in.readUnsignedByte());
        readSuites(in.readSlice(in.readUnsignedShort()));
        in.skipBytes(in.readUnsignedByte());
        if (!in.isReadable()) {
            return;
        }
        ByteBuf extensions = in.readSlice(in.readUnsignedShort());
        while (extensions.isReadable()) {
            int type = extensions.readUnsignedShort();
            readExtension(type, extensions.readSlice(extensions.readUnsignedShort()));
        }
    }

    private void readSuites(ByteBuf in) {
        while (in.isReadable()) {
            switch (in.readUnsignedShort()) {
                case 0xc02b, 0xc02c, 0xcca9 -> ecdsaSuite = true;
                default -> {}
            }
        }
    }

    private void readExtension(int type, ByteBuf in) {
        switch (type) {
            case SIGNATURE_ALGORITHMS -> readSignatures(in.readSlice(in.readUnsignedShort()));
            case APPLICATION_PROTOCOLS -> readProtocols(in.readSlice(in.readUnsignedShort()));
            case SUPPORTED_VERSIONS -> readVersions(in.readSlice(in.readUnsignedByte()));
            default -> {}
        }
    }

    private void readSignatures(ByteBuf in) {
        while (in.isReadable()) {
            signatures.add(in.readUnsignedShort());
        }
    }

    private void readProtocols(ByteBuf in) {
        while (in.isReadable()) {
            protocols.add(
                    in.readSlice(in.readUnsignedByte()).toString(StandardCharsets.ISO_8859_1));
        }
    }

    private void readVersions(ByteBuf in) {
        while (in.isReadable()) {
            newestVersion |= in.readUnsignedShort() == TLS_1_3;
        }
    }

    /// Whether the client takes signatures by the key of this certificate. RSA, which is for the
    /// clients that take no other, is always said to do.
    boolean canVerify(ServedCertificate certificate) {
        int scheme = certificate.signatureScheme();
        return scheme == ServedCertificate.RSA
                || (signatures.contains(scheme) && (newestVersion || ecdsaSuite));
    }

    /// Whether the client speaks one of these protocols, or leaves the choice to us.
    boolean agreesOn(List<String> served) {
        return protocols.isEmpty() || protocols.stream().anyMatch(served::contains);
    }
}
