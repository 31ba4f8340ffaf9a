package dev.sekisho.serviceproxy;

/// Knows the addresses of this host at present.
@FunctionalInterface
public interface HostAddresses {

    boolean isOurs(String address);
}
