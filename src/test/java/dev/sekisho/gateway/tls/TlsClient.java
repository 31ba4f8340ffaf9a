package dev.sekisho.gateway.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// A client of the JDK that trusts everyone and remembers its sessions.
final class TlsClient {

    private final SSLContext context;
    private final int port;

    TlsClient(int port) {
        this.port = port;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustEveryone()}, null);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// Connects, asks for `name`, or for none if it is empty, and ends the handshake.
    SSLSocket connect(String name) throws IOException {
        return connect(name, _ -> {});
    }

    SSLSocket connect(String name, Consumer<SSLParameters> change) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        plain.setSoTimeout(5_000);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "peer-host", 443, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
        change.accept(parameters);
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    /// The certificate that is served for `name`.
    X509Certificate certificate(String name) throws IOException {
        return certificate(name, _ -> {});
    }

    X509Certificate certificate(String name, Consumer<SSLParameters> change) throws IOException {
        try (SSLSocket socket = connect(name, change)) {
            return leaf(socket);
        }
    }

    static X509Certificate leaf(SSLSocket socket) throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    /// Sends a byte and reads its echo; tickets of TLS 1.3 are read on the way.
    static int echo(SSLSocket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        socket.getOutputStream().flush();
        return socket.getInputStream().read();
    }

    private static final class TrustEveryone extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
