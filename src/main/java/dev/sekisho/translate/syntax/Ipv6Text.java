package dev.sekisho.translate.syntax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The text forms of IPv6 addresses: RFC 4291 in, RFC 5952 out.
final class Ipv6Text {

    private static final int GROUPS = 8;

    private Ipv6Text() {}

    /// The sixteen bytes; none if the text is no address.
    static byte[] parse(String text) {
        var gap = text.indexOf("::");
        return gap < 0 ? whole(text) : around(text.substring(0, gap), text.substring(gap + 2));
    }

    private static byte[] whole(String text) {
        var groups = groups(text);
        return groups != null && groups.size() == GROUPS
                ? bytes(groups, List.of())
                : IpAddress.NONE;
    }

    /// Only the end of an address may be a dotted quad. A second gap leaves an empty group.
    private static byte[] around(String start, String end) {
        var head = start.indexOf('.') < 0 ? groups(start) : null;
        var tail = groups(end);
        return head != null && tail != null && head.size() + tail.size() < GROUPS
                ? bytes(head, tail)
                : IpAddress.NONE;
    }

    static String format(byte[] bytes) {
        var groups = new int[GROUPS];
        Arrays.setAll(groups, i -> (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff));
        var gap = longestZeroRun(groups);
        var text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap.start() && gap.length() > 1) {
                text.append("::");
                i += gap.length() - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private record Run(int start, int length) {}

    private static Run longestZeroRun(int[] groups) {
        var best = new Run(-1, 0);
        for (int i = 0; i < GROUPS; i++) {
            var end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > best.length()) {
                best = new Run(i, end - i);
            }
        }
        return best;
    }

    private static byte[] bytes(List<Integer> head, List<Integer> tail) {
        var bytes = new byte[16];
        for (int i = 0; i < head.size(); i++) {
            set(bytes, i, head.get(i));
        }
        for (int i = 0; i < tail.size(); i++) {
            set(bytes, GROUPS - tail.size() + i, tail.get(i));
        }
        return bytes;
    }

    private static void set(byte[] bytes, int group, int value) {
        bytes[2 * group] = (byte) (value >> 8);
        bytes[2 * group + 1] = (byte) value;
    }

    /// The groups on one side of the gap; `null` if one of them is none.
    private static @Nullable List<Integer> groups(String text) {
        var groups = new ArrayList<Integer>(GROUPS);
        if (text.isEmpty()) {
            return groups;
        }
        var parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            var isQuad = i == parts.length - 1 && parts[i].indexOf('.') > 0;
            if (isQuad ? !addQuad(groups, parts[i]) : !addGroup(groups, parts[i])) {
                return null;
            }
        }
        return groups;
    }

    private static boolean addQuad(List<Integer> groups, String text) {
        var quad = IpAddress.quad(text);
        if (quad.length == 0) {
            return false;
        }
        groups.add((quad[0] & 0xff) << 8 | (quad[1] & 0xff));
        groups.add((quad[2] & 0xff) << 8 | (quad[3] & 0xff));
        return true;
    }

    private static boolean addGroup(List<Integer> groups, String text) {
        if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(Ipv6Text::isHex)) {
            return false;
        }
        groups.add(Integer.parseInt(text, 16));
        return true;
    }

    private static boolean isHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
