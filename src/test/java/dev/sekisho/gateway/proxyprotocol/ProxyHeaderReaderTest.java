package dev.sekisho.gateway.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.proxyprotocol.ProxyHeader.ClientTransport;
import dev.sekisho.gateway.proxyprotocol.ProxyHeaderReading.Malformed;
import dev.sekisho.gateway.proxyprotocol.ProxyHeaderReading.More;
import dev.sekisho.gateway.proxyprotocol.ProxyHeaderReading.Whole;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderReaderTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String ADDRESSES = "c0000201" + "c6336402" + "d431" + "01bb";

    @Test
    void readsAddressesOfVersionOne() {
        ProxyHeader header =
                whole(text("PROXY TCP4 192.0.2.1 198.51.100.2 54321 443\r\nGET /"), 45);

        assertThat(header.source()).isEqualTo(new InetSocketAddress("192.0.2.1", 54321));
        assertThat(header.destination()).isEqualTo(new InetSocketAddress("198.51.100.2", 443));
        assertThat(header.transport()).isEqualTo(ClientTransport.AS_RECEIVED);
        assertThat(whole(text("PROXY TCP6 2001:db8::1 2001:db8::2 1 65535\r\n"), 44).source())
                .isEqualTo(new InetSocketAddress("2001:db8::1", 1));
    }

    @Test
    void aProxyMayNotKnowItsClient() {
        assertThat(whole(text("PROXY UNKNOWN\r\n"), 15)).isEqualTo(ProxyHeader.OWN);
        assertThat(whole(text("PROXY UNKNOWN ffff:: ::1 1 2\r\nGET"), 30))
                .isEqualTo(ProxyHeader.OWN);
        assertThat(whole(hex(SIGNATURE + "20" + "00" + "0000"), 16)).isEqualTo(ProxyHeader.OWN);
        assertThat(whole(hex(SIGNATURE + "21" + "00" + "0000"), 16)).isEqualTo(ProxyHeader.OWN);
        assertThat(whole(hex(SIGNATURE + "21" + "31" + "0002" + "abcd"), 18))
                .isEqualTo(ProxyHeader.OWN);
    }

    @Test
    void readsAddressesOfVersionTwo() {
        ProxyHeader four = whole(hex(SIGNATURE + "2111" + "000c" + ADDRESSES + "47"), 28);
        ProxyHeader six =
                whole(
                        hex(
                                SIGNATURE
                                        + "2121"
                                        + "0024"
                                        + "20010db8000000000000000000000001"
                                        + "20010db8000000000000000000000002"
                                        + "0007"
                                        + "0050"),
                        52);

        assertThat(four.source()).isEqualTo(new InetSocketAddress("192.0.2.1", 54321));
        assertThat(four.destination()).isEqualTo(new InetSocketAddress("198.51.100.2", 443));
        assertThat(six.source()).isEqualTo(new InetSocketAddress("2001:db8::1", 7));
        assertThat(six.destination()).isEqualTo(new InetSocketAddress("2001:db8::2", 80));
    }

    @Test
    void readsTheExtensionsForTlsAndAuthority() {
        String authority = "02" + "0009" + hexOf("shop.test");
        String tls = "20" + "0005" + "0100000000";
        String unknown = "ee" + "0001" + "00";
        ProxyHeader header =
                whole(hex(SIGNATURE + "2111" + "0024" + ADDRESSES + authority + tls + unknown), 52);

        assertThat(header.authority()).isEqualTo("shop.test");
        assertThat(header.transport()).isEqualTo(ClientTransport.TLS);
        assertThat(header.tls()).isEqualTo("\u0001\u0000\u0000\u0000\u0000");
    }

    @Test
    void aChecksumMustBeRight() {
        String before = SIGNATURE + "2111" + "0013" + ADDRESSES + "03" + "0004";
        CRC32C sum = new CRC32C();
        sum.update(ByteBufUtil.decodeHexDump(before + "00000000"));

        whole(hex(before + "%08x".formatted(sum.getValue())), 35);
        assertThat(ProxyHeaderReader.read(hex(before + "%08x".formatted(sum.getValue() ^ 1))))
                .isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "proxy TCP4 192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2 3\r\n",
                "PROXY TCP4 192.0.2.1  198.51.100.2 1 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 65536\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 01 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 +1 2\r\n",
                "PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n",
                "PROXY TCP6 192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXY TCP6 fe80::1%eth0 fe80::2 1 2\r\n",
                "PROXY UDP4 192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXY TCP4 localhost 198.51.100.2 1 2\r\n",
                "PROXY \r\n"
            })
    void refusesWhatIsNoLineOfVersionOne(String line) {
        assertThat(ProxyHeaderReader.read(text(line))).isInstanceOf(Malformed.class);
    }

    @Test
    void aLineOfVersionOneIsBounded() {
        assertThat(ProxyHeaderReader.read(text("PROXY UNKNOWN " + "x".repeat(92))))
                .isInstanceOf(More.class);
        assertThat(ProxyHeaderReader.read(text("PROXY UNKNOWN " + "x".repeat(93))))
                .isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Version 1 in binary, an unknown command, UDP, a family that does not exist.
                "1111" + "000c" + ADDRESSES,
                "2211" + "000c" + ADDRESSES,
                "2112" + "000c" + ADDRESSES,
                "2141" + "000c" + ADDRESSES,
                // Too short for the addresses, too long for us, an extension that is cut off.
                "2111" + "000b" + ADDRESSES,
                "2111" + "ffff" + ADDRESSES,
                "2111" + "000e" + ADDRESSES + "0200",
                "2111" + "000f" + ADDRESSES + "020001"
            })
    void refusesWhatIsNoHeaderOfVersionTwo(String rest) {
        assertThat(ProxyHeaderReader.read(hex(SIGNATURE + rest))).isInstanceOf(Malformed.class);
    }

    @Test
    void everyBeginningOfAHeaderAsksForMore() {
        assertMoreUntilWhole(text("PROXY TCP4 192.0.2.1 198.51.100.2 54321 443\r\n"));
        assertMoreUntilWhole(hex(SIGNATURE + "2111" + "000c" + ADDRESSES));
        assertMoreUntilWhole(hex(SIGNATURE + "2000" + "0001" + "00"));
    }

    private static void assertMoreUntilWhole(ByteBuf header) {
        for (int length = 0; length < header.capacity(); length++) {
            assertThat(ProxyHeaderReader.read(header.slice(0, length))).isInstanceOf(More.class);
        }
        assertThat(ProxyHeaderReader.read(header)).isInstanceOf(Whole.class);
    }

    private static ProxyHeader whole(ByteBuf in, int length) {
        Whole read = (Whole) ProxyHeaderReader.read(in);
        assertThat(read.length()).isEqualTo(length);
        return read.header();
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static ByteBuf hex(String digits) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(digits));
    }

    private static String hexOf(String text) {
        return ByteBufUtil.hexDump(text.getBytes(StandardCharsets.US_ASCII));
    }
}
