package dev.sekisho.gateway;

import dev.sekisho.model.tls.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Pods that end TLS themselves, and clients of theirs.
final class TlsPod {

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private TlsPod() {}

    /// Sends back what is said.
    static Origin echoing(Certificate certificate) throws IOException, GeneralSecurityException {
        SSLContext context = context(certificate);
        return Origin.scripted(talk -> {
            try (SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory().createSocket(talk.socket(), null, 0, true)) {
                socket.setUseClientMode(false);
                socket.getInputStream().transferTo(socket.getOutputStream());
            }
        });
    }

    private static SSLContext context(Certificate certificate)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(certificate), null, null);
        return context;
    }

    /// They show it whoever is asked for: a client may have what no authority of the server gave.
    private static KeyManager[] keys(Certificate certificate)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "pod",
                certificate.key(),
                new char[0],
                certificate.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        return new KeyManager[] {new Insisting((X509ExtendedKeyManager) keys.getKeyManagers()[0])};
    }

    /// The one certificate, whatever was asked for.
    private static final class Insisting extends X509ExtendedKeyManager {

        private final X509ExtendedKeyManager all;

        private Insisting(X509ExtendedKeyManager all) {
            this.all = all;
        }

        @Override
        public String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return "pod";
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return all.chooseServerAlias(type, issuers, socket);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return all.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return all.getPrivateKey(alias);
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {"pod"};
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {"pod"};
        }
    }

    /// A client that asks for a name, and trusts whoever answers; the handshake is over.
    static SSLSocket connect(int port, String name) throws IOException, GeneralSecurityException {
        return connect(client(null), port, name, "TLSv1.3");
    }

    /// Clients that trust whoever answers, show this certificate where one is asked for, and
    /// remember their sessions.
    static SSLContext client(@Nullable Certificate certificate)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = certificate == null ? null : keys(certificate);
        context.init(keys, new TrustManager[] {new TrustAll()}, null);
        return context;
    }

    /// Asks for a name, or for none if it is empty, and offers to speak these protocols.
    static SSLSocket connect(
            SSLContext context, int port, String name, String protocol, String... spoken)
            throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        return over(
                plain,
                context,
                parameters -> {
                    parameters.setServerNames(
                            name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
                    parameters.setProtocols(new String[] {protocol});
                    parameters.setApplicationProtocols(spoken);
                });
    }

    /// Speaks TLS over a connection that is open.
    static SSLSocket over(Socket plain, SSLContext context, Consumer<SSLParameters> change)
            throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "peer", 443, true);
        SSLParameters parameters = socket.getSSLParameters();
        change.accept(parameters);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
