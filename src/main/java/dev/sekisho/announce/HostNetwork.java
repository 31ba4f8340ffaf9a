package dev.sekisho.announce;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// The network of the host by way of the programs `ip` and `nft`; NET_ADMIN is enough for it.
///
/// The kernel itself announces an address. For IPv4 a datagram is sent from the address to one that
/// nobody has, so the kernel asks for that in the name of ours; a rule turns the question into a
/// gratuitous one. For IPv6 the kernel sends an unsolicited advertisement when an address becomes
/// usable, if it is told to; it becomes so at once where nobody looks for duplicates.
public final class HostNetwork implements Network {

    private static final Logger LOG = Logger.getLogger(HostNetwork.class);

    /// RFC 7600 keeps it for those who need an address that no host has.
    private static final String NOBODY = "192.0.0.8";

    private static final int DISCARD = 9;
    private static final int LIFE_SECONDS = 2;
    private static final String TABLES = "table %1$s sekisho-announce\n";

    private static final String RULES =
            """
            add table arp sekisho-announce
            delete table arp sekisho-announce
            table arp sekisho-announce {
                chain gratuitous {
                    type filter hook output priority filter; policy accept;
                    arp daddr ip %s arp daddr ip set arp saddr ip
                }
            }
            add table inet sekisho-announce
            delete table inet sekisho-announce
            table inet sekisho-announce {
                set ipv4 { type ipv4_addr; }
                set ipv6 { type ipv6_addr; }
                chain input {
                    type filter hook input priority filter; policy accept;
                    ip daddr @ipv4 meta l4proto tcp reject with tcp reset
                    ip6 daddr @ipv6 meta l4proto tcp reject with tcp reset
                    ip daddr @ipv4 meta l4proto { udp, sctp } reject
                    ip6 daddr @ipv6 meta l4proto { udp, sctp } reject
                }
            }
            """
                    .formatted(NOBODY);

    private final Path sysctls;

    /// `sysctls` is where the kernel's settings are: `/proc/sys`.
    public HostNetwork(Path sysctls) {
        this.sysctls = sysctls;
    }

    /// Fails if the programs are not there or may do nothing.
    public void prepare() throws IOException {
        Program.run("", "ip", "-V");
        Program.run(RULES, "nft", "-f", "-");
    }

    /// Removes what was ever made but addresses, which go by themselves.
    public static void cleanUp() throws IOException {
        for (var family : List.of("arp", "inet")) {
            Program.run(("add " + TABLES + "delete " + TABLES).formatted(family), "nft", "-f", "-");
        }
    }

    @Override
    public void take(Held held) throws IOException {
        if (held.isIpv6()) {
            set(held.device(), "ndisc_notify", "1");
            set(held.device(), "accept_dad", "0");
        }
        try {
            ip(List.of(held), one -> "addr replace " + lasting(one));
        } finally {
            if (held.isIpv6()) {
                set(held.device(), "accept_dad", "1");
            }
        }
        element("add", held);
    }

    /// IPv6 addresses are announced when they are taken.
    @Override
    public void announce(Held held) throws IOException {
        if (held.isIpv6()) {
            return;
        }
        ip(List.of(held), one -> "route replace " + NOBODY + "/32 dev " + one.device());
        forgetNobody(held);
        try (var socket =
                new DatagramSocket(
                        new InetSocketAddress(InetAddress.ofLiteral(held.address()), 0))) {
            var nobody = new InetSocketAddress(InetAddress.ofLiteral(NOBODY), DISCARD);
            socket.send(new DatagramPacket(new byte[1], 1, nobody));
        }
    }

    /// While the kernel still asks in the name of one address it does not begin with another.
    private static void forgetNobody(Held held) {
        try {
            Program.run("", "ip", "neigh", "del", NOBODY, "dev", held.device());
        } catch (IOException unknown) {
            LOG.tracef("%s was not asked for: %s", NOBODY, unknown.getMessage());
        }
    }

    @Override
    public void renew(Collection<Held> held) throws IOException {
        ip(held, one -> "addr change " + lasting(one));
    }

    @Override
    public void release(Collection<Held> held) {
        for (var one : held) {
            try {
                element("delete", one);
                ip(List.of(one), it -> "addr del " + it.block() + " dev " + it.device());
            } catch (IOException gone) {
                LOG.debugf("%s on %s: %s", one.address(), one.device(), gone.getMessage());
            }
        }
    }

    @Override
    public void close() {
        try {
            Program.run("", "ip", "route", "del", NOBODY + "/32");
        } catch (IOException unknown) {
            LOG.tracef("there was no route to %s: %s", NOBODY, unknown.getMessage());
        }
    }

    /// It is no source of connections of the node's own.
    private static String lasting(Held held) {
        return "%s dev %s valid_lft %d preferred_lft 0"
                .formatted(held.block(), held.device(), LIFE_SECONDS);
    }

    private static void ip(Collection<Held> held, Function<Held, String> command)
            throws IOException {
        Program.run(
                Program.lines(held.stream().map(command).toList()), "ip", "-force", "-batch", "-");
    }

    private static void element(String verb, Held held) throws IOException {
        var set = held.isIpv6() ? "ipv6" : "ipv4";
        Program.run(
                "%s element inet sekisho-announce %s { %s }\n".formatted(verb, set, held.address()),
                "nft",
                "-f",
                "-");
    }

    /// Without it neighbours find out by themselves, which takes them up to a minute.
    private void set(String device, String name, String value) {
        var file = sysctls.resolve("net/ipv6/conf").resolve(device).resolve(name);
        try {
            if (!Files.readString(file).strip().equals(value)) {
                Files.writeString(file, value);
            }
        } catch (IOException refused) {
            LOG.warnf(
                    "cannot set %s to %s (%s), so neighbours are not told of IPv6 addresses"
                            + " (expected: a folder of the kernel's settings that can be written"
                            + " to, see --sysctl-folder)",
                    file, value, refused.getMessage());
        }
    }
}
