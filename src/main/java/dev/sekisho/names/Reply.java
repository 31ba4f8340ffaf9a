package dev.sekisho.names;

import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.NetUtil;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// What one DNS message says about a name: where its aliases end, and the addresses there.
///
/// `end` is the name itself where it is no alias, and `hops` counts the aliases passed.
record Reply(String end, int hops, long ttlSeconds, SortedSet<String> addresses) {

    private static final int MOST_HOPS = 16;

    private record Alias(String target, long ttlSeconds) {}

    static boolean isCircle(int hops) {
        return hops > MOST_HOPS;
    }

    static Reply read(DnsResponse response, String name, DnsRecordType type) {
        var aliases = aliases(response);
        var end = name;
        var hops = 0;
        var ttl = Long.MAX_VALUE;
        for (var next = aliases.get(end); next != null; next = aliases.get(end)) {
            end = next.target();
            ttl = Math.min(ttl, next.ttlSeconds());
            hops++;
            if (isCircle(hops)) {
                break;
            }
        }
        var addresses = new TreeSet<String>();
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            if (response.recordAt(DnsSection.ANSWER, i) instanceof DnsRawRecord raw
                    && raw.type().equals(type)
                    && canonical(raw.name()).equals(end)
                    && addAddress(raw, addresses)) {
                ttl = Math.min(ttl, raw.timeToLive());
            }
        }
        return new Reply(end, hops, ttl, addresses);
    }

    private static Map<String, Alias> aliases(DnsResponse response) {
        var aliases = new HashMap<String, Alias>();
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            if (response.recordAt(DnsSection.ANSWER, i) instanceof DnsRawRecord raw
                    && raw.type().equals(DnsRecordType.CNAME)) {
                var target = DefaultDnsRecordDecoder.decodeName(raw.content().duplicate());
                aliases.putIfAbsent(
                        canonical(raw.name()), new Alias(canonical(target), raw.timeToLive()));
            }
        }
        return aliases;
    }

    private static boolean addAddress(DnsRawRecord raw, SortedSet<String> addresses) {
        var content = raw.content();
        var length = content.readableBytes();
        if (length != (raw.type().equals(DnsRecordType.A) ? 4 : 16)) {
            return false;
        }
        var bytes = new byte[length];
        content.getBytes(content.readerIndex(), bytes);
        addresses.add(NetUtil.bytesToIpAddress(bytes));
        return true;
    }

    /// Lower case and with the dot that ends a complete name.
    static String canonical(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower : lower + ".";
    }
}
