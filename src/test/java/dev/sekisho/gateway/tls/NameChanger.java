package dev.sekisho.gateway.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Forwards one connection and writes another server name, as long as the first, into its hello.
///
/// So a client offers a session under a name that it was not made for, which the JDK's never does.
final class NameChanger implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final String from;
    private final String to;

    NameChanger(int target, String from, String to) throws IOException {
        this.target = target;
        this.from = from;
        this.to = to;
        this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::forward);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void forward() {
        try (Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            byte[] buffer = new byte[20_000];
            int length = client.getInputStream().read(buffer);
            String hello = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            server.getOutputStream()
                    .write(hello.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
            Thread up = Thread.ofVirtual().start(() -> copy(client, server));
            copy(server, client);
            client.shutdownOutput();
            up.join();
        } catch (IOException | InterruptedException _) {
            return;
        }
    }

    private static void copy(Socket source, Socket sink) {
        try {
            InputStream in = source.getInputStream();
            OutputStream out = sink.getOutputStream();
            in.transferTo(out);
            sink.shutdownOutput();
        } catch (IOException _) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
