package dev.sekisho.gateway.tls;

import dev.sekisho.model.Endpoint;
import dev.sekisho.model.tls.Certificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// A pod behind the JDK's TLS. Answers each request with 200 and its name, unless it is told to do
/// something else with its connections.
public final class TlsPod implements AutoCloseable {

    /// What the pod does with one connection, after the handshake; `below` is what TLS runs on.
    @FunctionalInterface
    public interface Script {
        void serve(SSLSocket socket, Socket below) throws IOException;
    }

    private final ServerSocket server;
    private final SSLSocketFactory sockets;
    private final Consumer<SSLParameters> change;
    private final Script script;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> serverNames = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<X509Certificate> clients = new CopyOnWriteArrayList<>();
    private final AtomicInteger shown = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    public TlsPod(Certificate certificate) {
        this(certificate, _ -> {});
    }

    public TlsPod(Certificate certificate, Consumer<SSLParameters> change) {
        this(certificate, change, null);
    }

    public TlsPod(
            Certificate certificate, Consumer<SSLParameters> change, @Nullable Script script) {
        this.change = change;
        this.script = script == null ? (socket, _) -> answer(socket) : script;
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new Shown(certificate)},
                    new TrustManager[] {new Noted()},
                    null);
            sockets = context.getSocketFactory();
            server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getLocalPort());
    }

    /// The names that it was asked for, `-` for none, one for each handshake.
    public List<String> serverNames() {
        return serverNames;
    }

    public List<String> requests() {
        return requests;
    }

    /// The certificates that clients have shown.
    public List<X509Certificate> clients() {
        return clients;
    }

    /// How often it has shown its certificate.
    public int shown() {
        return shown.get();
    }

    public int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private SSLSocket secured(Socket below) throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket(below, null, true);
        SSLParameters parameters = socket.getSSLParameters();
        change.accept(parameters);
        socket.setSSLParameters(parameters);
        return socket;
    }

    private void serve(Socket below) {
        try (below;
                SSLSocket socket = secured(below)) {
            socket.startHandshake();
            var names = ((ExtendedSSLSession) socket.getSession()).getRequestedServerNames();
            serverNames.add(
                    names.isEmpty()
                            ? "-"
                            : new String(names.getFirst().getEncoded(), StandardCharsets.US_ASCII));
            script.serve(socket, below);
        } catch (IOException gone) {
            // What the gateway sees of it is what tests look at.
        }
    }

    private void answer(SSLSocket socket) throws IOException {
        while (readHead(socket.getInputStream())) {
            send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\npod");
        }
    }

    public static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private boolean readHead(InputStream in) throws IOException {
        String head = head(in);
        if (!head.isEmpty()) {
            requests.add(head);
        }
        return !head.isEmpty();
    }

    /// The next request's head; empty at the end of the connection.
    public static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                return "";
            }
            head.write(octet);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private final class Shown extends X509ExtendedKeyManager {

        private final Certificate certificate;

        private Shown(Certificate certificate) {
            this.certificate = certificate;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            if (!keyType.equals(certificate.key().getAlgorithm())) {
                return null;
            }
            // Asked before there is a session when a ticket is opened.
            if (((SSLSocket) Objects.requireNonNull(socket)).getHandshakeSession() != null) {
                shown.incrementAndGet();
            }
            return "pod";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return certificate.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return certificate.key();
        }

        @Override
        public String @Nullable [] getServerAliases(
                String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public String @Nullable [] getClientAliases(
                String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            return null;
        }
    }

    private final class Noted implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            clients.add(chain[0]);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
