package dev.sekisho.gateway.proxyprotocol;

import dev.sekisho.gateway.proxyprotocol.ProxyHeader.ClientTransport;
import dev.sekisho.gateway.proxyprotocol.ProxyHeaderReading.Malformed;
import dev.sekisho.gateway.proxyprotocol.ProxyHeaderReading.Whole;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Version 1: one line of text (PROXY protocol §2.1).
final class TextHeader {

    /// With the line end; the longest that the specification allows.
    private static final int LONGEST = 107;

    private static final int WORDS = 6;
    private static final Malformed NOT_ONE =
            new Malformed("'PROXY TCP4|TCP6 source destination port port', or 'PROXY UNKNOWN'");

    private TextHeader() {}

    static ProxyHeaderReading read(ByteBuf in) {
        int readable = Math.min(in.readableBytes(), LONGEST);
        int end = in.indexOf(in.readerIndex(), in.readerIndex() + readable, (byte) '\n');
        if (end < 0) {
            return readable == LONGEST ? NOT_ONE : ProxyHeaderReading.MORE;
        }
        int length = end + 1 - in.readerIndex();
        if (length < 2 || in.getByte(end - 1) != '\r') {
            return NOT_ONE;
        }
        String line = in.toString(in.readerIndex(), length - 2, StandardCharsets.US_ASCII);
        ProxyHeader header = header(line.split(" ", -1));
        return header == null ? NOT_ONE : new Whole(header, length);
    }

    private static @Nullable ProxyHeader header(String[] words) {
        if (words.length >= 2 && words[1].equals("UNKNOWN")) {
            return ProxyHeader.OWN;
        }
        if (words.length != WORDS) {
            return null;
        }
        int octets =
                switch (words[1]) {
                    case "TCP4" -> 4;
                    case "TCP6" -> 16;
                    default -> 0;
                };
        InetSocketAddress source = address(words[2], words[4], octets);
        InetSocketAddress destination = address(words[3], words[5], octets);
        return source == null || destination == null
                ? null
                : new ProxyHeader(source, destination, ClientTransport.AS_RECEIVED, null, null);
    }

    private static @Nullable InetSocketAddress address(String text, String port, int octets) {
        byte[] address =
                text.indexOf('%') < 0 ? NetUtil.createByteArrayFromIpAddressString(text) : null;
        int number = port(port);
        if (address == null || address.length != octets || number < 0) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), number);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }

    /// The number, or -1: no sign, no leading zero, at most 65535.
    private static int port(String text) {
        if (text.isEmpty() || text.length() > 5 || (text.length() > 1 && text.startsWith("0"))) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number > 65_535 ? -1 : number;
    }
}
