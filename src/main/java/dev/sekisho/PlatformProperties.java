package dev.sekisho;

import dev.sekisho.cli.LogLevel;
import dev.sekisho.cli.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;

/// Tells Quarkus and the Kubernetes client what our settings mean for them. They read it when they
/// start.
final class PlatformProperties {

    private PlatformProperties() {}

    static void set(Settings settings) {
        var listen = settings.listen();
        check(listen);
        DirectMemory.limit();
        System.setProperty("quarkus.management.host", listen.managementBindAddress());
        set("quarkus.management.port", listen.managementPort());
        set("quarkus.vertx.event-loops-pool-size", listen.eventLoops());
        preferEpoll();
        System.setProperty("quarkus.log.level", level(settings.logging().level()));
        var kubeconfig = settings.watch().kubeconfig();
        if (!kubeconfig.isEmpty()) {
            System.setProperty("kubeconfig", kubeconfig);
        }
    }

    /// Epoll by system calls of its own is cheaper than the JDK's selector, which Vert.x takes
    /// where the library cannot be loaded. An executable has it from `EventLoops`.
    private static void preferEpoll() {
        var executable = System.getProperty("org.graalvm.nativeimage.imagecode") != null;
        System.setProperty("quarkus.vertx.prefer-native-transport", Boolean.toString(!executable));
    }

    private static void set(String name, int value) {
        System.setProperty(name, Integer.toString(value));
    }

    private static String level(LogLevel level) {
        return level.name().toUpperCase(Locale.ROOT);
    }

    /// Quarkus reports a port in use with a stack trace; we look first and say it in one line.
    private static void check(Settings.Listen listen) {
        var address =
                new InetSocketAddress(listen.managementBindAddress(), listen.managementPort());
        try (var socket = new ServerSocket()) {
            socket.bind(address);
        } catch (IOException taken) {
            throw new StartFailure(
                    "--management-port: cannot listen on "
                            + Listening.text(address.getHostString(), address.getPort())
                            + ": "
                            + taken.getMessage());
        }
    }
}
