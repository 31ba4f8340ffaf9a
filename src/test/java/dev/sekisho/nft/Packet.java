package dev.sekisho.nft;

/// The first packet of a connection; addresses as Java writes them. `protocol` is 6, 17 or 132.
public record Packet(int protocol, String source, String destination, int port) {

    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int SCTP = 132;

    public Packet {
        source = Addresses.canonical(source);
        destination = Addresses.canonical(destination);
    }

    boolean isIpv6() {
        return Addresses.isIpv6(destination);
    }
}
