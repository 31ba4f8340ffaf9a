package dev.sekisho.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which connection a kubeconfig file asks for.
class ClusterConnectionTest {

    @TempDir Path folder;

    @Test
    void theServerOfTheCurrentContextIsUsed() throws Exception {
        assertThat(configOf(kubeconfig("RSA")).getMasterUrl()).isEqualTo("https://192.0.2.1:6443/");
    }

    @Test
    void aKeyInPkcs8IsRecognisedAsElliptic() throws Exception {
        assertThat(configOf(kubeconfig("EC")).getClientKeyAlgo()).isEqualTo("EC");
        assertThat(configOf(kubeconfig("RSA")).getClientKeyAlgo()).isEqualTo("RSA");
    }

    @Test
    void aMissingFileIsNamed() {
        var missing = folder.resolve("none");
        assertThatThrownBy(() -> ClusterConnection.from(missing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none");
    }

    @Test
    void aBrokenFileIsNamedInOneLine() throws IOException {
        var broken = Files.writeString(folder.resolve("broken"), "users: [");
        assertThatThrownBy(() -> ClusterConnection.from(broken))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("broken is not a kubeconfig that can be used");
    }

    private static Config configOf(Path kubeconfig) throws IOException {
        try (var connection = ClusterConnection.from(kubeconfig)) {
            return connection.config();
        }
    }

    private Path kubeconfig(String algorithm) throws IOException, GeneralSecurityException {
        var key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
        var pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";
        var data = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
        return Files.writeString(
                folder.resolve(algorithm),
                """
                apiVersion: v1
                kind: Config
                current-context: c
                contexts: [{name: c, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "https://192.0.2.1:6443"}}]
                users: [{name: u, user: {client-key-data: %s}}]
                """
                        .formatted(data));
    }
}
