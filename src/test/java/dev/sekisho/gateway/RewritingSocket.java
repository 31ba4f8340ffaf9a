package dev.sekisho.gateway;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/// A connection for a client of TLS whose records go out otherwise than the client writes them.
final class RewritingSocket extends Socket {

    /// Sends one write of the client, which is a record before the first answer.
    @FunctionalInterface
    interface Writer {
        void write(byte[] written, OutputStream out) throws IOException;
    }

    private static final int CLIENT_HELLO = 1;
    private static final int TYPE_OF_MESSAGE = 5;

    private final List<byte[]> hellos = new ArrayList<>();
    private final Writer writer;

    RewritingSocket(int port, Writer writer) throws IOException {
        super(InetAddress.getLoopbackAddress(), port);
        this.writer = writer;
        setTcpNoDelay(true);
    }

    /// How often the client has said hello.
    int hellos() {
        return hellos.size();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                byte[] written = new byte[length];
                System.arraycopy(bytes, from, written, 0, length);
                if (isHello(written)) {
                    hellos.add(written);
                    writer.write(written, out);
                } else {
                    out.write(written);
                }
            }
        };
    }

    private static boolean isHello(byte[] record) {
        return record.length > TYPE_OF_MESSAGE
                && record[0] == 22
                && record[TYPE_OF_MESSAGE] == CLIENT_HELLO;
    }
}
