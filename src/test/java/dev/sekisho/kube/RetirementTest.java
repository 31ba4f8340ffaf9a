package dev.sekisho.kube;

import static dev.sekisho.kube.Samples.ingress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is left of a gateway when it is gone.
class RetirementTest {

    private final KubernetesMockServer server = CrudServer.create();
    private KubernetesClient client;
    private ClusterConnection connection;

    @BeforeEach
    void start() {
        server.init();
        client = server.createClient();
        connection = ClusterConnection.to(client.getConfiguration());
    }

    @AfterEach
    void stop() {
        connection.close();
        client.close();
        server.destroy();
    }

    @Test
    void clearsWhatWasWrittenInOurNameAndNothingElse() throws Exception {
        create("shop", "ours", "sekisho");
        create("shop", "theirs", "nginx-ingress-controller");
        create("shop", "left", "sekisho");

        var cleared =
                retirement().clear(Set.of(), ingress -> !ingress.meta().name().equals("left"));

        assertThat(cleared).isEqualTo(1);
        assertThat(addresses("shop", "ours")).isEmpty();
        assertThat(addresses("shop", "theirs")).containsExactly("192.0.2.1");
        assertThat(addresses("shop", "left")).containsExactly("192.0.2.1");
    }

    @Test
    void readsOnlyTheNamespacesThatAreNamed() throws Exception {
        create("shop", "web", "sekisho");
        create("other", "web", "sekisho");

        assertThat(retirement().clear(Set.of("shop"), _ -> true)).isEqualTo(1);

        assertThat(addresses("shop", "web")).isEmpty();
        assertThat(addresses("other", "web")).containsExactly("192.0.2.1");
    }

    @Test
    void saysWhyItCannot() {
        server.expect()
                .get()
                .withPath("/apis/networking.k8s.io/v1/ingresses?limit=500")
                .andReturn(403, "{}")
                .always();

        assertThatThrownBy(
                        () -> new Retirement(connection, Duration.ZERO).clear(Set.of(), _ -> true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("403");
    }

    private Retirement retirement() {
        return new Retirement(connection, Duration.ofSeconds(5));
    }

    private void create(String namespace, String name, String manager) {
        var fields =
                new ManagedFieldsEntryBuilder()
                        .withManager(manager)
                        .withSubresource("status")
                        .build();
        var shown =
                new IngressBuilder(ingress(namespace, name, name + ".example", ""))
                        .editMetadata()
                        .withManagedFields(fields)
                        .endMetadata()
                        .withNewStatus()
                        .withNewLoadBalancer()
                        .addNewIngress()
                        .withIp("192.0.2.1")
                        .endIngress()
                        .endLoadBalancer()
                        .endStatus()
                        .build();
        client.resource(shown).create();
        client.resource(shown).updateStatus();
    }

    private List<String> addresses(String namespace, String name) {
        var status =
                client.network()
                        .v1()
                        .ingresses()
                        .inNamespace(namespace)
                        .withName(name)
                        .require()
                        .getStatus();
        if (status == null
                || status.getLoadBalancer() == null
                || status.getLoadBalancer().getIngress() == null) {
            return List.of();
        }
        return status.getLoadBalancer().getIngress().stream().map(entry -> entry.getIp()).toList();
    }
}
