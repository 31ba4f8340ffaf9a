package dev.sekisho.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// Where the API server is, who we are to it, and the HTTP client that goes there.
///
/// It is fabric8's HTTP client alone: the rest of its client brings all the kinds that it knows
/// into a native executable.
public final class ClusterConnection implements AutoCloseable {

    private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----";
    private static final String PKCS8_END = "-----END PRIVATE KEY-----";

    private final Config config;
    private final HttpClient http;
    private final KubernetesSerialization serialization = new KubernetesSerialization();

    private ClusterConnection(Config config, HttpClient http) {
        this.config = config;
        this.http = http;
    }

    static ClusterConnection to(Config config) {
        var http = HttpClientUtils.getHttpClientFactory().newBuilder(config).build();
        return new ClusterConnection(config, http);
    }

    /// From the pod's service account where there is one, else from `KUBECONFIG` or the user's
    /// `.kube/config`.
    public static ClusterConnection found() throws IOException {
        try {
            return to(ours(Config.autoConfigure(null)));
        } catch (RuntimeException e) {
            throw unusable("the kubeconfig", e);
        }
    }

    /// From a kubeconfig file.
    public static ClusterConnection from(Path kubeconfig) throws IOException {
        if (!Files.isReadable(kubeconfig)) {
            throw new IOException("cannot read " + kubeconfig);
        }
        try {
            return to(ours(Config.fromKubeconfig(kubeconfig.toFile())));
        } catch (RuntimeException e) {
            throw unusable(kubeconfig.toString(), e);
        }
    }

    /// The server's URL.
    public String server() {
        return config.getMasterUrl();
    }

    /// The namespace of the pod or the kubeconfig, empty if neither names one.
    public String namespace() {
        var namespace = config.getNamespace();
        return namespace == null ? "" : namespace;
    }

    Config config() {
        return config;
    }

    /// Requests are tried once: whoever calls backs off, and a second, hidden series of tries would
    /// only blur that.
    HttpClient http() {
        var once =
                new RequestConfigBuilder(config.getRequestConfig())
                        .withRequestRetryBackoffLimit(0)
                        .build();
        return http.newBuilder().tag(once).build();
    }

    KubernetesSerialization serialization() {
        return serialization;
    }

    @Override
    public void close() {
        http.close();
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
