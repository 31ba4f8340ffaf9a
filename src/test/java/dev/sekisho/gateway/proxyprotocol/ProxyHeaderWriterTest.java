package dev.sekisho.gateway.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.proxyprotocol.ProxyHeader.ClientTransport;
import dev.sekisho.gateway.proxyprotocol.ProxyHeaderReading.Whole;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyHeaderWriterTest {

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(address, port);
    }

    private static String text(String source, String destination) {
        ByteBuf out = Unpooled.buffer();
        ProxyHeaderWriter.text(out, at(source, 54321), at(destination, 443));
        return out.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void theFirstVersionIsALineOfText() {
        assertThat(text("192.0.2.1", "198.51.100.2"))
                .isEqualTo("PROXY TCP4 192.0.2.1 198.51.100.2 54321 443\r\n");
        assertThat(text("2001:db8::1", "2001:db8::2"))
                .isEqualTo("PROXY TCP6 2001:db8:0:0:0:0:0:1 2001:db8:0:0:0:0:0:2 54321 443\r\n");
    }

    @Test
    void addressesOfTwoFamiliesAreToldInOne() {
        assertThat(text("192.0.2.1", "2001:db8::2"))
                .isEqualTo("PROXY TCP6 ::ffff:192.0.2.1 2001:db8:0:0:0:0:0:2 54321 443\r\n");
    }

    @Test
    void aZoneIsLeftOut() throws UnknownHostException {
        byte[] link = InetAddress.getByName("fe80::1").getAddress();
        InetAddress zoned = Inet6Address.getByAddress(null, link, 3);
        ByteBuf out = Unpooled.buffer();
        ProxyHeaderWriter.text(out, new InetSocketAddress(zoned, 1), at("2001:db8::2", 2));

        assertThat(zoned.getHostAddress()).endsWith("%3");
        assertThat(out.toString(StandardCharsets.US_ASCII))
                .isEqualTo("PROXY TCP6 fe80:0:0:0:0:0:0:1 2001:db8:0:0:0:0:0:2 1 2\r\n");
    }

    @Test
    void theSecondVersionIsBinary() {
        ByteBuf out = Unpooled.buffer();
        ProxyHeaderWriter.binary(
                out, at("192.0.2.1", 54321), at("198.51.100.2", 443), "a.test", null);
        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo(
                        "0d0a0d0a000d0a515549540a"
                                + "21110015"
                                + "c0000201c6336402d43101bb"
                                + "020006"
                                + "612e74657374");
    }

    /// The two halves of the protocol agree, whatever the addresses.
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,198.51.100.2,a.test,",
        "192.0.2.1,198.51.100.2,,",
        "2001:db8::1,2001:db8::2,a.test,@\u00ff!",
        "2001:db8::1,198.51.100.2,a.test,",
        "192.0.2.1,2001:db8::2,,B"
    })
    void whatIsWrittenIsRead(String source, String destination, String authority, String about) {
        ByteBuf out = Unpooled.buffer();
        ProxyHeaderWriter.binary(out, at(source, 1), at(destination, 65535), authority, about);
        var read = (Whole) ProxyHeaderReader.read(out);

        assertThat(read.length()).isEqualTo(out.readableBytes());
        assertThat(read.header())
                .isEqualTo(
                        new ProxyHeader(
                                at(source, 1),
                                at(destination, 65535),
                                ClientTransport.AS_RECEIVED,
                                authority,
                                about));
    }
}
