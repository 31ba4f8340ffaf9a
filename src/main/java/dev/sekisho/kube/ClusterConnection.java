package dev.sekisho.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// Where the API server is and who we are to it.
public final class ClusterConnection {

    private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----";
    private static final String PKCS8_END = "-----END PRIVATE KEY-----";

    private ClusterConnection() {}

    /// From the pod's service account where there is one, else from `KUBECONFIG` or the user's
    /// `.kube/config`.
    public static Config found() throws IOException {
        try {
            return ours(Config.autoConfigure(null));
        } catch (RuntimeException e) {
            throw unusable("the kubeconfig", e);
        }
    }

    /// From a kubeconfig file.
    public static Config from(Path kubeconfig) throws IOException {
        if (!Files.isReadable(kubeconfig)) {
            throw new IOException("cannot read " + kubeconfig);
        }
        try {
            return ours(Config.fromKubeconfig(kubeconfig.toFile()));
        } catch (RuntimeException e) {
            throw unusable(kubeconfig.toString(), e);
        }
    }

    /// One line, and nothing of what stands in the file, which may be a credential.
    private static IOException unusable(String what, RuntimeException cause) {
        return new IOException(what + " is not a kubeconfig that can be used", cause);
    }

    private static Config ours(Config config) throws IOException {
        // Tries are ours to repeat, see ApiServer.
        var result = new ConfigBuilder(config).withRequestRetryBackoffLimit(0);
        if (isElliptic(clientKey(config))) {
            // fabric8 takes a key in PKCS#8 for one of RSA unless it is told.
            result.withClientKeyAlgo("EC");
        }
        return result.build();
    }

    private static String clientKey(Config config) throws IOException {
        var data = config.getClientKeyData();
        if (data != null && !data.isEmpty()) {
            return data.startsWith("-----")
                    ? data
                    : new String(Base64.getMimeDecoder().decode(data), StandardCharsets.US_ASCII);
        }
        var file = config.getClientKeyFile();
        return file == null || file.isEmpty() ? "" : Files.readString(Path.of(file));
    }

    private static boolean isElliptic(String pem) {
        var start = pem.indexOf(PKCS8);
        var end = pem.indexOf(PKCS8_END);
        if (start < 0 || end < start) {
            return false;
        }
        try {
            var der = Base64.getMimeDecoder().decode(pem.substring(start + PKCS8.length(), end));
            KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
