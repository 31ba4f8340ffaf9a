package dev.sekisho.gateway.proxyprotocol;

import io.netty.buffer.ByteBuf;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Tells a pod who the client is whose connection it is about to get.
///
/// A header has room for one family of addresses: where the two differ, the IPv4 one is mapped into
/// IPv6 (RFC 4291 §2.5.5.2).
public final class ProxyHeaderWriter {

    private static final int VERSION_AND_PROXY = 0x21;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;
    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;

    private ProxyHeaderWriter() {}

    /// Version 1 (PROXY protocol §2.1).
    public static void text(ByteBuf out, InetSocketAddress source, InetSocketAddress destination) {
        int octets = octets(source, destination);
        String line =
                "PROXY "
                        + (octets == IPV4_OCTETS ? "TCP4 " : "TCP6 ")
                        + text(source, octets)
                        + ' '
                        + text(destination, octets)
                        + ' '
                        + source.getPort()
                        + ' '
                        + destination.getPort()
                        + "\r\n";
        out.writeCharSequence(line, StandardCharsets.US_ASCII);
    }

    /// Without a zone, which means nothing to a pod.
    private static String text(InetSocketAddress address, int octets) {
        InetAddress plain = address.getAddress();
        String text = plain.getHostAddress();
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        return octets == IPV6_OCTETS && plain instanceof Inet4Address ? "::ffff:" + bare : bare;
    }

    /// Version 2 (PROXY protocol §2.2), with the server name that the client asks for (§2.2.2) and
    /// what a proxy before us has said about the client's TLS (§2.2.6), an octet each character.
    public static void binary(
            ByteBuf out,
            InetSocketAddress source,
            InetSocketAddress destination,
            @Nullable String authority,
            @Nullable String tls) {
        int octets = octets(source, destination);
        byte[] name = bytes(authority, StandardCharsets.UTF_8);
        byte[] about = bytes(tls, StandardCharsets.ISO_8859_1);
        out.writeBytes(ProxyHeaderReader.BINARY);
        out.writeByte(VERSION_AND_PROXY);
        out.writeByte(octets == IPV4_OCTETS ? TCP_OVER_IPV4 : TCP_OVER_IPV6);
        out.writeShort(2 * octets + 4 + size(name) + size(about));
        writeAddress(out, source, octets);
        writeAddress(out, destination, octets);
        out.writeShort(source.getPort()).writeShort(destination.getPort());
        writeExtension(out, Extensions.AUTHORITY, name);
        writeExtension(out, Extensions.SSL, about);
    }

    private static byte[] bytes(@Nullable String text, Charset charset) {
        return text == null ? new byte[0] : text.getBytes(charset);
    }

    private static int size(byte[] extension) {
        return extension.length == 0 ? 0 : 3 + extension.length;
    }

    private static void writeExtension(ByteBuf out, int type, byte[] value) {
        if (value.length > 0) {
            out.writeByte(type).writeShort(value.length).writeBytes(value);
        }
    }

    private static int octets(InetSocketAddress source, InetSocketAddress destination) {
        return source.getAddress() instanceof Inet4Address
                        && destination.getAddress() instanceof Inet4Address
                ? IPV4_OCTETS
                : IPV6_OCTETS;
    }

    private static void writeAddress(ByteBuf out, InetSocketAddress address, int octets) {
        byte[] bytes = address.getAddress().getAddress();
        if (bytes.length < octets) {
            out.writeZero(10).writeShort(0xffff);
        }
        out.writeBytes(bytes);
    }
}
