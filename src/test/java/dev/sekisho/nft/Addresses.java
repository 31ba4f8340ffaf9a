package dev.sekisho.nft;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Addresses as text, for tests that ask the same of few of them very often.
public final class Addresses {

    private static final Map<String, InetAddress> READ = new ConcurrentHashMap<>();

    private Addresses() {}

    /// As Java writes it.
    public static String canonical(String address) {
        return read(address).getHostAddress();
    }

    public static boolean isIpv6(String address) {
        return address.indexOf(':') >= 0;
    }

    public static boolean isLoopback(String address) {
        return read(address).isLoopbackAddress();
    }

    /// Whether a block, or an address alone, covers an address.
    public static boolean contains(String block, String address) {
        var slash = block.indexOf('/');
        var base = read(slash < 0 ? block : block.substring(0, slash)).getAddress();
        var other = read(address).getAddress();
        var length = slash < 0 ? base.length * 8 : Integer.parseInt(block.substring(slash + 1));
        if (base.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            var mask = 0x80 >> bit % 8;
            if ((base[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress read(String address) {
        return READ.computeIfAbsent(address, InetAddress::ofLiteral);
    }
}
