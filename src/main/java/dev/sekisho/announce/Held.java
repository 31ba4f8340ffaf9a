package dev.sekisho.announce;

/// An address on an interface.
record Held(String address, String device) implements Comparable<Held> {

    boolean isIpv6() {
        return address.indexOf(':') >= 0;
    }

    /// As a block of one address.
    String block() {
        return address + (isIpv6() ? "/128" : "/32");
    }

    @Override
    public int compareTo(Held other) {
        return (address + " " + device).compareTo(other.address + " " + other.device);
    }
}
