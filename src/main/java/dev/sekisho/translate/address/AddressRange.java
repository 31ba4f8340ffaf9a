package dev.sekisho.translate.address;

import dev.sekisho.translate.syntax.CidrBlock;
import dev.sekisho.translate.syntax.IpAddress;
import dev.sekisho.translate.syntax.IpAddress.Family;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Addresses from the first to the last; `isBlock` where they were written as a block.
record AddressRange(Family family, BigInteger first, BigInteger last, boolean isBlock) {

    /// Reads `192.0.2.0/28`, `192.0.2.1-192.0.2.9` or one address; empty for anything else, and for
    /// addresses that no host can have.
    static Optional<AddressRange> parse(String written) {
        var text = written.strip();
        var dash = text.indexOf('-');
        var range =
                dash >= 0
                        ? between(text.substring(0, dash).strip(), text.substring(dash + 1).strip())
                        : block(text);
        return range.filter(AddressRange::isOfHosts);
    }

    private static Optional<AddressRange> block(String text) {
        var block =
                text.indexOf('/') >= 0
                        ? CidrBlock.parse(text)
                        : IpAddress.parse(text).map(CidrBlock::of);
        return block.map(AddressRange::of);
    }

    private static AddressRange of(CidrBlock block) {
        var bits = block.family() == Family.IPV4 ? 32 : 128;
        var first = block.first().value();
        var last =
                first.add(BigInteger.ONE.shiftLeft(bits - block.length())).subtract(BigInteger.ONE);
        return new AddressRange(block.family(), first, last, block.length() < bits);
    }

    private static Optional<AddressRange> between(String from, String to) {
        return IpAddress.parse(from)
                .flatMap(first ->
                        IpAddress.parse(to)
                                .filter(last -> last.family() == first.family())
                                .filter(last -> first.value().compareTo(last.value()) <= 0)
                                .map(last ->
                                        new AddressRange(
                                                first.family(),
                                                first.value(),
                                                last.value(),
                                                false)));
    }

    private boolean isOfHosts() {
        return isHost(at(first)) && isHost(at(last));
    }

    private static boolean isHost(IpAddress address) {
        return !address.isUnspecified()
                && !address.isLoopback()
                && !address.isLinkLocal()
                && !address.isMulticast();
    }

    boolean contains(IpAddress address) {
        return address.family() == family && contains(address.value());
    }

    private boolean contains(BigInteger value) {
        return first.compareTo(value) <= 0 && value.compareTo(last) <= 0;
    }

    /// What is in both.
    Optional<AddressRange> with(AddressRange other) {
        if (other.family != family) {
            return Optional.empty();
        }
        var from = first.max(other.first);
        var to = last.min(other.last);
        return from.compareTo(to) > 0
                ? Optional.empty()
                : Optional.of(new AddressRange(family, from, to, false));
    }

    /// What is left of it without another.
    List<AddressRange> without(AddressRange other) {
        return with(other)
                .map(both ->
                        Stream.of(
                                        upTo(both.first.subtract(BigInteger.ONE)),
                                        from(both.last.add(BigInteger.ONE)))
                                .filter(rest -> rest.first.compareTo(rest.last) <= 0)
                                .toList())
                .orElse(List.of(this));
    }

    private AddressRange upTo(BigInteger end) {
        return new AddressRange(family, first, end, false);
    }

    private AddressRange from(BigInteger start) {
        return new AddressRange(family, start, last, false);
    }

    BigInteger size() {
        return last.subtract(first).add(BigInteger.ONE);
    }

    /// The address that so many others come before.
    IpAddress get(BigInteger index) {
        return at(first.add(index));
    }

    private IpAddress at(BigInteger value) {
        return IpAddress.of(value, family);
    }

    /// Whether old devices take it for a network or for everybody in it.
    boolean isEdge(IpAddress address) {
        if (family == Family.IPV6) {
            return false;
        }
        var value = address.value();
        var octet = value.intValue() & 0xff;
        return octet == 0
                || octet == 255
                || (isBlock
                        && size().compareTo(BigInteger.TWO) > 0
                        && (value.equals(first) || value.equals(last)));
    }

    /// How many of its addresses are edges.
    BigInteger edges() {
        if (family == Family.IPV6) {
            return BigInteger.ZERO;
        }
        var before = first.subtract(BigInteger.ONE).longValue();
        var count = edgesUpTo(last.longValue()) - edgesUpTo(before);
        if (isBlock && size().compareTo(BigInteger.TWO) > 0) {
            count += isOctetEdge(first) ? 0 : 1;
            count += isOctetEdge(last) ? 0 : 1;
        }
        return BigInteger.valueOf(count);
    }

    private static long edgesUpTo(long value) {
        return (value >> 8) * 2 + 1 + ((value & 0xff) == 255 ? 1 : 0);
    }

    private static boolean isOctetEdge(BigInteger value) {
        var octet = value.intValue() & 0xff;
        return octet == 0 || octet == 255;
    }

    String text() {
        return first.equals(last) ? at(first).text() : at(first).text() + "-" + at(last).text();
    }
}
