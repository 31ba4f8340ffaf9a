package dev.sekisho.names;

import io.netty.resolver.DefaultHostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Names that need no DNS: literal addresses, the hosts file, and `localhost`.
///
/// Nothing is read when the class is loaded, which in a native image is when that is built.
final class LocalNames {

    private static final long HOSTS_NANOS = Duration.ofSeconds(10).toNanos();

    private DefaultHostsFileEntriesResolver hosts = new DefaultHostsFileEntriesResolver();
    private long readNanos = System.nanoTime();

    @Nullable SortedSet<String> find(String name) {
        if (NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)) {
            return new TreeSet<>(List.of(name));
        }
        var absolute = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        var entries = hosts().addresses(absolute, ResolvedAddressTypes.IPV4_PREFERRED);
        if (entries != null && !entries.isEmpty()) {
            var addresses = new TreeSet<String>();
            entries.forEach(address -> addresses.add(NetUtil.toAddressString(address)));
            return addresses;
        }
        return isLocalhost(absolute.toLowerCase(Locale.ROOT))
                ? new TreeSet<>(List.of("127.0.0.1", "::1"))
                : null;
    }

    /// The file may be edited while we run, and is read again for it now and then.
    private DefaultHostsFileEntriesResolver hosts() {
        if (System.nanoTime() - readNanos > HOSTS_NANOS) {
            hosts = new DefaultHostsFileEntriesResolver();
            readNanos = System.nanoTime();
        }
        return hosts;
    }

    private static boolean isLocalhost(String name) {
        return name.equals("localhost") || name.endsWith(".localhost");
    }
}
