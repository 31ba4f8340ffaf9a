package dev.sekisho.it;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests reach the pods of a real cluster.
class RoutingClusterIT {

    private static final Duration POD_PATIENCE = Duration.ofSeconds(60);

    private TestNamespace namespace;
    private ControllerGateway gateway;

    @BeforeEach
    void startPodsAndGateway() {
        var cluster = TestCluster.required();
        var image = cluster.requiredImage();
        namespace = TestNamespace.create(cluster);
        namespace.apply(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: $NAME}
                spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: $NAME}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      terminationGracePeriodSeconds: 5
                      containers:
                        - name: web
                          image: $IMAGE
                          args: [netexec, --http-port=8080]
                          ports: [{name: http, containerPort: 8080}]
                          readinessProbe: {httpGet: {path: /hostname, port: http}, periodSeconds: 1}
                """
                        .replace("$IMAGE", image));
        namespace.applyIngress("web", "web");
        gateway = ControllerGateway.start(namespace, "--publish-status-address", "192.0.2.1");
        await("both pods are ready").atMost(POD_PATIENCE).until(this::isRolledOut);
    }

    @AfterEach
    void cleanUp() {
        if (gateway != null) {
            gateway.close();
        }
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    void balancesRequestsOverThePodsOfADeployment() {
        var pods =
                namespace.client().pods().inNamespace(namespace.name()).list().getItems().stream()
                        .map(pod -> pod.getMetadata().getName())
                        .toList();
        assertThat(pods).hasSize(2);
        await().atMost(POD_PATIENCE)
                .untilAsserted(() ->
                        assertThat(gateway.hostnames(namespace.host("web"), 4)).containsAll(pods));

        var answers =
                gateway.hostnames(namespace.host("web"), 40).stream()
                        .collect(groupingBy(Function.identity(), counting()));

        assertThat(answers).containsOnlyKeys(pods);
        assertThat(answers.values()).allMatch(count -> count >= 15);
    }

    @Test
    void losesNoRequestWhileADeploymentRestarts() {
        await().untilAsserted(
                        () -> assertThat(gateway.status(namespace.host("web"))).isEqualTo(200));
        try (var traffic = gateway.traffic(namespace.host("web"))) {
            deployment().rolling().restart();
            await("new pods are ready").atMost(POD_PATIENCE).until(this::isRolledOut);
            await("old pods are gone").atMost(POD_PATIENCE).until(() -> podCount() == 2);

            var answers = traffic.stop();

            assertThat(answers).containsOnlyKeys("200");
            assertThat(answers.get("200")).isGreaterThan(300);
        }
    }

    private RollableScalableResource<Deployment> deployment() {
        return namespace
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName("web");
    }

    private boolean isRolledOut() {
        var deployment = deployment().require();
        var status = deployment.getStatus();
        return deployment.getMetadata().getGeneration().equals(status.getObservedGeneration())
                && Integer.valueOf(2).equals(status.getUpdatedReplicas())
                && Integer.valueOf(2).equals(status.getReplicas())
                && Integer.valueOf(2).equals(status.getAvailableReplicas());
    }

    private int podCount() {
        return namespace.client().pods().inNamespace(namespace.name()).list().getItems().size();
    }
}
