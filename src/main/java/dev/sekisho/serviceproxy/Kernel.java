package dev.sekisho.serviceproxy;

import dev.sekisho.model.service.IpFamily;

/// The kernel, as far as this plane needs it. Calls wait; none of them is made concurrently.
public interface Kernel extends AutoCloseable {

    /// Carries out a transaction in the language of nftables, as a whole or not at all.
    void commit(String transaction) throws KernelException;

    /// Lets the kernel judge a transaction, and changes nothing.
    void tryOut(String transaction) throws KernelException;

    /// The chains of all tables as nftables lists them, with numbers for priorities.
    String chains() throws KernelException;

    /// A table as nftables lists it, with numbers for protocols; empty if there is none.
    String list(String table) throws KernelException;

    /// The UDP flows that are tracked, one a line.
    String udpFlows(IpFamily family) throws KernelException;

    /// Forgets the tracked flows that are alike.
    void forget(IpFamily family, UdpFlow flow) throws KernelException;

    @Override
    void close();
}
