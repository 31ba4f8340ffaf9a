package dev.sekisho.translate.syntax;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// An IPv4 or IPv6 address in its usual spelling.
///
/// Parsed here and not by the JDK, whose parser takes short and octal forms and may ask DNS.
public final class IpAddress {

    /// Which of the two kinds of address.
    public enum Family {
        IPV4,
        IPV6
    }

    static final byte[] NONE = new byte[0];

    private static final Set<String> METADATA =
            Set.of("100.100.100.200", "fd00:ec2::254", "fd20:ce::254", "192.0.0.192");

    private final byte[] bytes;
    private final String written;

    private IpAddress(byte[] bytes) {
        this(bytes, "");
    }

    private IpAddress(byte[] bytes, String written) {
        this.bytes = bytes;
        this.written = written;
    }

    /// Reads `a.b.c.d` or the RFC 4291 forms of IPv6; no zone, no brackets, no leading zeros.
    ///
    /// An IPv4-mapped IPv6 address is the IPv4 address.
    public static Optional<IpAddress> parse(String text) {
        if (text.isEmpty() || text.length() > 45) {
            return Optional.empty();
        }
        var bytes = text.indexOf(':') < 0 ? quad(text) : Ipv6Text.parse(text);
        return bytes.length == 0
                ? Optional.empty()
                : Optional.of(new IpAddress(unmapped(bytes), text));
    }

    public Family family() {
        return bytes.length == 4 ? Family.IPV4 : Family.IPV6;
    }

    public boolean isLoopback() {
        return family() == Family.IPV4 ? at(0) == 127 : isAllZeroBut(1);
    }

    /// `0.0.0.0/8`, which names this host, and `::`.
    public boolean isUnspecified() {
        return family() == Family.IPV4 ? at(0) == 0 : isAllZeroBut(0);
    }

    public boolean isLinkLocal() {
        return family() == Family.IPV4
                ? at(0) == 169 && at(1) == 254
                : at(0) == 0xfe && (at(1) & 0xc0) == 0x80;
    }

    /// Multicast, and the reserved IPv4 range above it with the broadcast address.
    public boolean isMulticast() {
        return family() == Family.IPV4 ? at(0) >= 224 : at(0) == 0xff;
    }

    /// Where clouds hand out credentials to whoever asks, outside of the link-local range.
    public boolean isMetadata() {
        return METADATA.contains(text());
    }

    /// The address as a number.
    public BigInteger value() {
        return new BigInteger(1, bytes);
    }

    /// The address of this number, which must be one of the family; a mapped one stays IPv6.
    public static IpAddress of(BigInteger value, Family family) {
        var bytes = new byte[family == Family.IPV4 ? 4 : 16];
        var digits = value.toByteArray();
        var length = Math.min(bytes.length, digits.length);
        System.arraycopy(digits, digits.length - length, bytes, bytes.length - length, length);
        return new IpAddress(bytes);
    }

    int bits() {
        return bytes.length * 8;
    }

    /// The same address with zeros behind the first `length` bits.
    IpAddress masked(int length) {
        var kept = bytes.clone();
        for (int i = 0; i < kept.length; i++) {
            var bitsHere = Math.clamp(length - 8L * i, 0, 8);
            kept[i] &= (byte) (0xff << (8 - bitsHere));
        }
        return new IpAddress(kept);
    }

    /// The canonical text (RFC 5952): the very object that was read, if that is how it is spelt,
    /// because objects of a cluster are kept, and texts made of them, too.
    public String text() {
        var canonical =
                family() == Family.IPV4
                        ? at(0) + "." + at(1) + "." + at(2) + "." + at(3)
                        : Ipv6Text.format(bytes);
        return canonical.equals(written) ? written : canonical;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return text();
    }

    /// The four bytes of a dotted quad; none if it is not one.
    static byte[] quad(String text) {
        var parts = text.split("\\.", -1);
        var bytes = new byte[4];
        if (parts.length != 4) {
            return NONE;
        }
        for (int i = 0; i < 4; i++) {
            var value = octet(parts[i]);
            if (value < 0) {
                return NONE;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    private static int octet(String digits) {
        var plain =
                !digits.isEmpty()
                        && digits.length() <= 3
                        && digits.chars().allMatch(IpAddress::isDigit);
        if (!plain || (digits.length() > 1 && digits.charAt(0) == '0')) {
            return -1;
        }
        var value = Integer.parseInt(digits);
        return value > 255 ? -1 : value;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static byte[] unmapped(byte[] bytes) {
        if (bytes.length == 4) {
            return bytes;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return bytes;
            }
        }
        var mapped = bytes[10] == -1 && bytes[11] == -1;
        return mapped ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
    }

    private int at(int index) {
        return bytes[index] & 0xff;
    }

    private boolean isAllZeroBut(int last) {
        for (int i = 0; i < 15; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return at(15) == last;
    }
}
