package dev.sekisho;

import dev.sekisho.cli.Settings;
import dev.sekisho.cluster.Ingress;
import dev.sekisho.kube.Retirement;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;

/// Clears the statuses that gateways with these settings have written. The chart runs it when it
/// has been uninstalled.
record RetireProcess(List<String> classes, boolean classless) {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ANNOTATION = "kubernetes.io/ingress.class";

    static int run(Settings settings) {
        var watch = settings.watch();
        var namespaces = new LinkedHashSet<>(watch.namespaces());
        var ours = new RetireProcess(watch.ingressClasses(), watch.withoutClass());
        try (var connection = ClusterParts.connect(settings)) {
            var cleared = new Retirement(connection, PATIENCE).clear(namespaces, ours::hasServed);
            System.out.println("cleared the status of " + cleared + " Ingresses");
            return DONE;
        } catch (IOException failed) {
            System.err.println("sekisho: statuses cannot be cleared: " + failed.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /// By the name of its class alone: the IngressClass may be gone. No classes are named where all
    /// of our controller were served, and then who wrote the status has to do.
    private boolean hasServed(Ingress ingress) {
        if (classes.isEmpty()) {
            return true;
        }
        var named =
                ingress.className().isEmpty()
                        ? ingress.meta().annotations().getOrDefault(ANNOTATION, "")
                        : ingress.className();
        return named.isEmpty() ? classless : classes.contains(named);
    }
}
