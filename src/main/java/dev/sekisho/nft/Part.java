package dev.sekisho.nft;

/// A part of what is looked up in a set or map.
public sealed interface Part {

    /// What a packet says of itself.
    enum Field implements Part {
        IP_SADDR("ip saddr", "ipv4_addr"),
        IP_DADDR("ip daddr", "ipv4_addr"),
        IP6_SADDR("ip6 saddr", "ipv6_addr"),
        IP6_DADDR("ip6 daddr", "ipv6_addr"),
        L4PROTO("meta l4proto", "inet_proto"),
        TH_DPORT("th dport", "inet_service"),
        TCP_DPORT("tcp dport", "inet_service"),
        UDP_DPORT("udp dport", "inet_service"),
        SCTP_DPORT("sctp dport", "inet_service");

        private final String text;
        private final String type;

        Field(String text, String type) {
            this.text = text;
            this.type = type;
        }

        /// The kind of its values, as nftables calls it.
        public String type() {
            return type;
        }

        @Override
        public String text() {
            return text;
        }
    }

    /// A number below `bound`, another one for each connection.
    record Random(int bound) implements Part {

        @Override
        public String text() {
            return "numgen random mod " + bound;
        }
    }

    String text();
}
