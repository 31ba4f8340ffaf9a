package dev.sekisho.gateway.proxyprotocol;

import dev.sekisho.gateway.proxyprotocol.ProxyHeader.ClientTransport;
import dev.sekisho.gateway.proxyprotocol.ProxyHeaderReading.Malformed;
import dev.sekisho.gateway.proxyprotocol.ProxyHeaderReading.Whole;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// Version 2: a fixed part, addresses, then extensions (PROXY protocol §2.2).
final class BinaryHeader {

    private static final int FIXED = 16;

    /// Far more than any extension in use needs, and little enough to be kept for every stranger.
    private static final int LONGEST = 4096;

    private static final int VERSION_AND_LOCAL = 0x20;
    private static final int VERSION_AND_PROXY = 0x21;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;
    private static final int UNSPECIFIED = 0x00;
    private static final int UNIX_STREAM = 0x31;

    private BinaryHeader() {}

    static ProxyHeaderReading read(ByteBuf in) {
        if (in.readableBytes() < FIXED) {
            return ProxyHeaderReading.MORE;
        }
        int start = in.readerIndex();
        int length = FIXED + in.getUnsignedShort(start + 14);
        if (length > LONGEST) {
            return new Malformed("a header of at most " + LONGEST + " bytes");
        }
        return switch (in.getUnsignedByte(start + 12)) {
            case VERSION_AND_LOCAL ->
                    in.readableBytes() < length
                            ? ProxyHeaderReading.MORE
                            : new Whole(ProxyHeader.OWN, length);
            case VERSION_AND_PROXY ->
                    in.readableBytes() < length
                            ? ProxyHeaderReading.MORE
                            : proxied(in.slice(start, length));
            default -> new Malformed("version 2 and the command LOCAL or PROXY");
        };
    }

    private static ProxyHeaderReading proxied(ByteBuf header) {
        return switch (header.getUnsignedByte(13)) {
            case TCP_OVER_IPV4 -> addressed(header, 4);
            case TCP_OVER_IPV6 -> addressed(header, 16);
            case UNSPECIFIED, UNIX_STREAM -> new Whole(ProxyHeader.OWN, header.capacity());
            default -> new Malformed("TCP over IPv4 or IPv6");
        };
    }

    private static ProxyHeaderReading addressed(ByteBuf header, int octets) {
        int extensions = FIXED + 2 * octets + 4;
        if (header.capacity() < extensions) {
            return new Malformed("two addresses and two ports");
        }
        Extensions read = Extensions.read(header, extensions);
        if (read == null) {
            return new Malformed("whole extensions and, if there is one, a right checksum");
        }
        int ports = FIXED + 2 * octets;
        return new Whole(
                new ProxyHeader(
                        address(header, FIXED, octets, ports),
                        address(header, FIXED + octets, octets, ports + 2),
                        read.isOverTls() ? ClientTransport.TLS : ClientTransport.AS_RECEIVED,
                        read.authority(),
                        read.tls()),
                header.capacity());
    }

    private static InetSocketAddress address(ByteBuf header, int at, int octets, int port) {
        byte[] address = new byte[octets];
        header.getBytes(at, address);
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(address), header.getUnsignedShort(port));
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }
}
