package dev.sekisho.gateway.tls;

import dev.sekisho.model.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A pod that says the same to everybody, whatever it is told, and goes.
public final class RawPod implements AutoCloseable {

    private final ServerSocket server;
    private final byte[] answer;

    public RawPod(byte[] answer) throws IOException {
        this.answer = answer.clone();
        this.server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                serve(server.accept());
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /// Reads first: a close with bytes unread would be a reset, which may overtake the answer.
    private void serve(Socket socket) {
        try (socket) {
            socket.getInputStream().read(new byte[16_384]);
            socket.getOutputStream().write(answer);
            socket.shutdownOutput();
        } catch (IOException gone) {
            // What the gateway sees of it is what tests look at.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
