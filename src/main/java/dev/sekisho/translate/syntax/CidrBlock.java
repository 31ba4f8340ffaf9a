package dev.sekisho.translate.syntax;

import dev.sekisho.translate.syntax.IpAddress.Family;
import java.util.Optional;

/// A block of addresses: `10.0.0.0/8`. Bits beyond its length are zero.
public record CidrBlock(IpAddress first, int length) {

    /// Reads an address, a slash and a length that fits; blanks around it do no harm.
    public static Optional<CidrBlock> parse(String written) {
        var text = written.strip();
        var slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
            return Optional.empty();
        }
        var length = Integer.parseInt(text, slash + 1, text.length(), 10);
        var isIpv6 = text.indexOf(':') >= 0;
        return IpAddress.parse(text.substring(0, slash))
                .filter(it -> isIpv6 == (it.family() == Family.IPV6))
                .filter(it -> length <= it.bits())
                .map(it -> new CidrBlock(it.masked(length), length));
    }

    /// The block of this address alone.
    public static CidrBlock of(IpAddress address) {
        return new CidrBlock(address, address.bits());
    }

    public Family family() {
        return first.family();
    }

    public boolean contains(CidrBlock other) {
        return other.length >= length
                && other.family() == family()
                && other.first.masked(length).equals(first);
    }

    /// As it is written, without a length where it is one address.
    public String text() {
        return length == first.bits() ? first.text() : first.text() + "/" + length;
    }
}
