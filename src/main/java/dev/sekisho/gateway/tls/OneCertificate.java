package dev.sekisho.gateway.tls;

import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// Gives an engine the certificate of a context as it is, to show to clients or to pods.
///
/// Netty would put it into a key store first, which encrypts the key: milliseconds for nothing.
final class OneCertificate extends EngineKeyManager {

    private final ServedCertificate certificate;

    OneCertificate(ServedCertificate certificate) {
        this.certificate = certificate;
    }

    static KeyManagerFactory factory(ServedCertificate certificate) {
        return new Factory(new Content(new OneCertificate(certificate)));
    }

    /// Which kind of key the client can verify was looked at before.
    @Override
    public String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return certificate.alias();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return certificate.key();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return certificate.chain();
    }

    /// Whether it is one that the pod takes is for the pod to say.
    @Override
    public String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return certificate.alias();
    }

    private static final class Factory extends KeyManagerFactory {

        private Factory(Content content) {
            super(content, null, "one");
        }
    }

    private static final class Content extends KeyManagerFactorySpi {

        private final KeyManager manager;

        private Content(KeyManager manager) {
            this.manager = manager;
        }

        @Override
        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {}

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {}

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {manager};
        }
    }
}
