package dev.sekisho.translate.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.translate.syntax.IpAddress.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
        "2001:0:0:1:0:0:1:1, 2001::1:0:0:1:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
        "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
        "::ffff:192.0.2.1, 192.0.2.1",
    })
    void readsAddressesIntoTheirCanonicalText(String text, String canonical) {
        assertThat(IpAddress.parse(text).orElseThrow().text()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.96.0.1", "2001:db8::1"})
    void theCanonicalTextIsTheOneThatWasReadIfItCanBe(String text) {
        assertThat(IpAddress.parse(text).orElseThrow().text()).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "01.2.3.4",
                "1.2.3.256",
                "1.2.3.-4",
                "1.2.3.4 ",
                "0x7f.0.0.1",
                "2130706433",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "12345::",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "fe80::1%eth0",
                "[::1]",
                "::g",
                "1.2.3.4::",
                "::1.2.3",
                "example.com",
                "١.2.3.4"
            })
    void refusesEverythingElse(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Test
    void mappedAddressesAreIpv4() {
        var address = IpAddress.parse("::ffff:127.0.0.1").orElseThrow();

        assertThat(address.family()).isEqualTo(Family.IPV4);
        assertThat(address.isLoopback()).isTrue();
        assertThat(address).isEqualTo(IpAddress.parse("127.0.0.1").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.255.0.9", "::1"})
    void knowsLoopback(String text) {
        assertThat(IpAddress.parse(text).orElseThrow().isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "169.254.0.1", "fe80::1", "febf::1"})
    void knowsLinkLocal(String text) {
        assertThat(IpAddress.parse(text).orElseThrow().isLinkLocal()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "192.168.1.1", "fd00::1", "2001:db8::1", "fec0::1"})
    void privateAddressesAreOrdinary(String text) {
        var address = IpAddress.parse(text).orElseThrow();

        assertThat(address.isLoopback()).isFalse();
        assertThat(address.isLinkLocal()).isFalse();
        assertThat(address.isUnspecified()).isFalse();
        assertThat(address.isMulticast()).isFalse();
        assertThat(address.isMetadata()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0.1.2.3", "::"})
    void knowsUnspecified(String text) {
        assertThat(IpAddress.parse(text).orElseThrow().isUnspecified()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"224.0.0.1", "255.255.255.255", "ff02::1"})
    void knowsMulticast(String text) {
        assertThat(IpAddress.parse(text).orElseThrow().isMulticast()).isTrue();
    }
}
