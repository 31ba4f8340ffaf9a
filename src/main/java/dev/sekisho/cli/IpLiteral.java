package dev.sekisho.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// Addresses as text, checked without asking DNS.
final class IpLiteral {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private IpLiteral() {}

    static boolean matches(String text) {
        return bits(text) > 0;
    }

    static String checked(String text) {
        if (!matches(text)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /// An address, or an address and a prefix length that fits it.
    static String checkedBlock(String text) {
        var slash = text.indexOf('/');
        if (slash < 0) {
            return checked(text);
        }
        var length = Integer.parseInt(text, slash + 1, text.length(), 10);
        if (length < 0 || length > bits(text.substring(0, slash))) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /// 32 or 128, or -1 for what is not an address.
    private static int bits(String text) {
        var looksRight =
                IPV4.matcher(text).matches()
                        || (text.indexOf(':') >= 0 && IPV6.matcher(text).matches());
        if (!looksRight) {
            return -1;
        }
        try {
            return InetAddress.getByName(text).getAddress().length * 8;
        } catch (UnknownHostException _) {
            return -1;
        }
    }
}
