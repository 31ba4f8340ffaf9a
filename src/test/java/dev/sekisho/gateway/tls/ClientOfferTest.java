package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientOfferTest {

    private static final ServedCertificate EC =
            new ServedCertificate(TestCertificates.ec("shop.example"));
    private static final ServedCertificate RSA =
            new ServedCertificate(TestCertificates.rsa("shop.example"));

    @Test
    void tellsWhichKeysAClientCanVerify() {
        int[] p256 = {0x0804, 0x0403};
        assertThat(offer(hello(new int[] {0x1301}, p256, true)).canVerify(EC)).isTrue();
        assertThat(offer(hello(new int[] {0xc02b}, p256, false)).canVerify(EC)).isTrue();
        assertThat(offer(hello(new int[] {0xc02f}, p256, false)).canVerify(EC)).isFalse();
        assertThat(offer(hello(new int[] {0x1301}, new int[] {0x0804}, true)).canVerify(EC))
                .isFalse();
        assertThat(offer(hello(new int[] {0x1301}, new int[] {0x0503}, true)).canVerify(EC))
                .isFalse();
        assertThat(offer(hello(new int[] {0xc02b}, p256, false)).canVerify(RSA)).isTrue();
    }

    @Test
    void tellsWhichProtocolsAClientSpeaks() {
        ByteBuf hello = hello(new int[] {0x1301}, new int[] {0x0403}, true);
        assertThat(offer(hello).agreesOn(List.of("h2"))).isTrue();

        ByteBuf withProtocols = withProtocols("h2", "http/1.1");
        assertThat(offer(withProtocols).agreesOn(List.of("http/1.1"))).isTrue();
        assertThat(offer(withProtocols).agreesOn(List.of("http/1.0"))).isFalse();
    }

    @Test
    void anythingThatBreaksOffCountsAsNotSaid() {
        ByteBuf whole = withProtocols("h3");
        for (int length = 0; length < whole.readableBytes(); length++) {
            ByteBuf part = whole.slice(0, length);

            assertThat(offer(part).agreesOn(List.of("h2"))).as("%d bytes", length).isTrue();
            assertThat(offer(part).canVerify(EC)).isFalse();
            assertThat(part.readableBytes()).isEqualTo(length);
        }
        assertThat(offer(null)).isSameAs(ClientOffer.NOTHING);
        assertThat(offer(whole).agreesOn(List.of("h2"))).isFalse();
    }

    private static ClientOffer offer(@org.jspecify.annotations.Nullable ByteBuf hello) {
        return ClientOffer.of(hello);
    }

    private static ByteBuf start(int... suites) {
        ByteBuf hello = Unpooled.buffer().writeShort(0x0303).writeZero(32);
        hello.writeByte(2).writeShort(0);
        hello.writeShort(suites.length * 2);
        for (int suite : suites) {
            hello.writeShort(suite);
        }
        return hello.writeByte(1).writeByte(0);
    }

    private static ByteBuf hello(int[] suites, int[] signatures, boolean newest) {
        ByteBuf extensions = Unpooled.buffer().writeShort(13).writeShort(2 + signatures.length * 2);
        extensions.writeShort(signatures.length * 2);
        for (int signature : signatures) {
            extensions.writeShort(signature);
        }
        if (newest) {
            extensions.writeShort(43).writeShort(5).writeByte(4);
            extensions.writeShort(0x0304).writeShort(0x0303);
        }
        return start(suites).writeShort(extensions.readableBytes()).writeBytes(extensions);
    }

    private static ByteBuf withProtocols(String... names) {
        ByteBuf list = Unpooled.buffer();
        for (String name : names) {
            list.writeByte(name.length()).writeCharSequence(name, StandardCharsets.US_ASCII);
        }
        int length = list.readableBytes();
        return start(0x1301)
                .writeShort(length + 6)
                .writeShort(16)
                .writeShort(length + 2)
                .writeShort(length)
                .writeBytes(list);
    }
}
