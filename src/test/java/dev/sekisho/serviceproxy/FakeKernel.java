package dev.sekisho.serviceproxy;

import dev.sekisho.model.service.IpFamily;

/// A kernel that takes everything and has nothing.
class FakeKernel implements Kernel {

    @Override
    public void commit(String transaction) throws KernelException {}

    @Override
    public void tryOut(String transaction) throws KernelException {}

    @Override
    public String chains() {
        return "";
    }

    @Override
    public String list(String table) {
        return "";
    }

    @Override
    public String udpFlows(IpFamily family) {
        return "";
    }

    @Override
    public void forget(IpFamily family, UdpFlow flow) {}

    @Override
    public void close() {}
}
