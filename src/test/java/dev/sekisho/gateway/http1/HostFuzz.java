package dev.sekisho.gateway.http1;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An accepted host is a name or an address with a port that exists, and nothing else; an absolute
/// URL with the same authority says the same, and one with another authority is refused.
public final class HostFuzz {

    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._~-]+)(?::([0-9]{1,5}))?");

    private HostFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String host = Claims.latin(input);
        if (host.indexOf('\r') >= 0) {
            return;
        }
        RequestHead head = Claims.accepted("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        if (head == null) {
            return;
        }
        String stripped = host.replaceAll("^[ \t]+|[ \t]+$", "");
        Claims.same("all of it", stripped, authority(head));
        Matcher parts = AUTHORITY.matcher(stripped);
        Claims.that("an authority: " + stripped, parts.matches());
        Claims.same(
                "the name", parts.group(1), Claims.text(head, head.hostStart(), head.hostEnd()));
        checkAddress(parts.group(1));
        String port = parts.group(2);
        Claims.that("a port: " + stripped, port == null || Integer.parseInt(port) <= 65535);
        absolute(stripped);
    }

    private static void absolute(String host) {
        RequestHead same = request(host, host.toLowerCase(Locale.ROOT));
        Claims.that("the same authority: " + host, same != null);
        for (String other : new String[] {host + "0", "0" + host, "u@" + host, host + ":1"}) {
            Claims.that("refused: " + other + " for " + host, request(other, host) == null);
        }
    }

    private static @Nullable RequestHead request(String authority, String host) {
        return Claims.accepted(
                "GET http://" + authority + "/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    private static String authority(RequestHead head) {
        return Claims.text(head, head.hostStart(), head.authorityEnd());
    }

    private static void checkAddress(String name) {
        if (!name.startsWith("[")) {
            return;
        }
        try {
            InetAddress.ofLiteral(name.substring(1, name.length() - 1));
        } catch (IllegalArgumentException none) {
            throw new AssertionError("no address: " + name, none);
        }
    }
}
