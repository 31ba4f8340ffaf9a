package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.1.1,true",
        "10.0.0.0/8,11.0.0.1,false",
        "10.128.0.0/9,10.127.0.1,false",
        "10.128.0.0/9,10.200.0.1,true",
        "1.2.3.4,1.2.3.4,true",
        "1.2.3.4,1.2.3.5,false",
        "0.0.0.0/0,9.9.9.9,true",
        "0.0.0.0/0,::1,false",
        "2001:db8::/33,2001:db8:7fff::1,true",
        "2001:db8::/33,2001:db8:8000::1,false",
        "10.0.0.0/8,not-an-address,false"
    })
    void containsTheAddressesOfItsNetworks(String network, String address, boolean contained) {
        assertThat(TrustedProxies.of(List.of(network)).contains(address)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "example.com", "/8"})
    void refusesWhatIsNoNetwork(String network) {
        assertThatThrownBy(() -> TrustedProxies.of(List.of(network)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + network + "'");
    }

    @Test
    void ofNothingTrustsNobody() {
        assertThat(TrustedProxies.NONE.contains("127.0.0.1")).isFalse();
    }
}
