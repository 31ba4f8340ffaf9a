package dev.sekisho.gateway;

import dev.sekisho.model.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Endpoints that do not answer.
public final class Dead implements AutoCloseable {

    private final ServerSocket server;
    private final List<SocketChannel> filling = new ArrayList<>();
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();

    private Dead() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /// Refuses connections.
    static Endpoint refusing() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Endpoint("127.0.0.1", socket.getLocalPort());
        }
    }

    /// Swallows connects: its queue is full and nobody accepts.
    public static Dead silent() throws IOException {
        Dead dead = new Dead();
        for (int i = 0; i < 8; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), dead.server.getLocalPort()));
            dead.filling.add(channel);
        }
        return dead;
    }

    public Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getLocalPort());
    }

    /// From now on connections are made.
    void accept() throws IOException {
        for (SocketChannel channel : filling) {
            channel.close();
        }
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        while (true) {
                            accepted.add(server.accept());
                        }
                    } catch (IOException closed) {
                        // The test is over.
                    }
                });
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : accepted) {
            socket.close();
        }
        for (SocketChannel channel : filling) {
            channel.close();
        }
    }
}
