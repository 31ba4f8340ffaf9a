package dev.sekisho.gateway;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The networks of proxies that are believed what they say about their clients.
public final class TrustedProxies {

    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<Network> networks;

    @SuppressWarnings("ArrayRecordComponent") // Made here, never compared, never changed.
    private record Network(byte[] address, int prefix) {

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = prefix / 8;
            for (int i = 0; i < whole; i++) {
                if (address[i] != other[i]) {
                    return false;
                }
            }
            int rest = prefix % 8;
            return rest == 0 || ((address[whole] ^ other[whole]) & 0xff) >>> (8 - rest) == 0;
        }
    }

    private TrustedProxies(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /// Of addresses and networks such as `10.0.0.0/8`; anything else is an error.
    public static TrustedProxies of(List<String> cidrs) {
        List<Network> networks = new ArrayList<>();
        for (String cidr : cidrs) {
            networks.add(network(cidr));
        }
        return new TrustedProxies(networks);
    }

    private static Network network(String cidr) {
        int slash = cidr.indexOf('/');
        byte[] address = address(slash < 0 ? cidr : cidr.substring(0, slash));
        if (address == null) {
            throw malformed(cidr);
        }
        try {
            int bits = address.length * 8;
            int prefix = slash < 0 ? bits : Integer.parseInt(cidr.substring(slash + 1));
            if (prefix >= 0 && prefix <= bits) {
                return new Network(address, prefix);
            }
        } catch (NumberFormatException notANumber) {
            throw malformed(cidr);
        }
        throw malformed(cidr);
    }

    private static IllegalArgumentException malformed(String cidr) {
        return new IllegalArgumentException(
                "trusted proxy '" + cidr + "' (expected: an IP address or network)");
    }

    boolean isEmpty() {
        return networks.isEmpty();
    }

    /// Whether the text is an address of one of the networks.
    boolean contains(String text) {
        byte[] address = networks.isEmpty() ? null : address(text);
        if (address == null) {
            return false;
        }
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static byte @Nullable [] address(String text) {
        return NetUtil.createByteArrayFromIpAddressString(text);
    }
}
