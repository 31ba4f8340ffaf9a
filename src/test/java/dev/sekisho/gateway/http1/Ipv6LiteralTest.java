package dev.sekisho.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv6LiteralTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "1::",
                "1:2:3:4:5:6:7:8",
                "1:2:3::5:6:7:8",
                "::2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::",
                "FFFF:0:00:000:0000:a:b:c",
                "::1.2.3.4",
                "1:2:3:4:5:6:1.2.3.255",
                "64:ff9b::0.0.0.0"
            })
    void takesAddresses(String text) {
        assertThat(isAddress(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                ":1",
                "1:",
                "1::2::3",
                ":::1:::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8:9",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "::g",
                "1.2.3.4",
                "1.2.3.4::",
                "1:1.2.3.4::1",
                ".",
                "::1.2.3",
                "::1.2.3.4.5",
                "::1.2.3.256",
                "::1.2.3.04",
                "::1.2..4",
                "::1.2.3.4:5",
                "::a.2.3.4",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1%1"
            })
    void refusesTheRest(String text) {
        assertThat(isAddress(text)).isFalse();
    }

    private static boolean isAddress(String text) {
        byte[] bytes = Octets.ascii("[" + text + "]");
        return Ipv6Literal.isAddress(bytes, 1, bytes.length - 1);
    }
}
