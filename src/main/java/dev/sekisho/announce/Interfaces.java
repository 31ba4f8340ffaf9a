package dev.sekisho.announce;

import dev.sekisho.model.address.Announcement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the interface that an address belongs on.
@FunctionalInterface
interface Interfaces {

    /// Empty if there is none that is up.
    Optional<String> of(Announcement announcement);

    /// Those of this process' network, as they are when asked for.
    static Interfaces ofThisHost() {
        return announcement -> {
            try {
                return NetworkInterface.networkInterfaces()
                        .filter(Interfaces::isUsable)
                        .filter(device -> fits(device, announcement))
                        .map(NetworkInterface::getName)
                        .sorted()
                        .findFirst();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        };
    }

    private static boolean isUsable(NetworkInterface device) {
        try {
            return device.isUp() && !device.isLoopback();
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean fits(NetworkInterface device, Announcement announcement) {
        return announcement.interfaces().isEmpty()
                ? addresses(device).anyMatch(own -> isOnLink(own, announcement.address()))
                : isNamed(device.getName(), announcement.interfaces());
    }

    static boolean isNamed(String device, List<String> patterns) {
        return patterns.stream()
                .anyMatch(pattern ->
                        pattern.endsWith("*")
                                ? device.startsWith(pattern.substring(0, pattern.length() - 1))
                                : device.equals(pattern));
    }

    private static Stream<InterfaceAddress> addresses(NetworkInterface device) {
        return device.getInterfaceAddresses().stream();
    }

    /// A network of one address is an address that somebody holds, such as we do.
    private static boolean isOnLink(InterfaceAddress own, String address) {
        var network = own.getAddress().getAddress();
        var wanted = InetAddress.ofLiteral(address).getAddress();
        var bits = network.length * 8;
        var length = own.getNetworkPrefixLength();
        if (network.length != wanted.length
                || length >= bits
                || own.getAddress().isLinkLocalAddress()) {
            return false;
        }
        var rest = bits - length;
        return new BigInteger(1, network)
                .shiftRight(rest)
                .equals(new BigInteger(1, wanted).shiftRight(rest));
    }
}
