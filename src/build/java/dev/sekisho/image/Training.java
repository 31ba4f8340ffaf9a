package dev.sekisho.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A run of the example shop that shows the JVM which classes and methods a gateway uses; what it
/// learns becomes the AOT cache.
final class Training {

    private static final Pattern LISTENING =
            Pattern.compile("listening http=\\S+:(\\d+) https=\\S+:(\\d+) management=\\S+:(\\d+)");
    private static final int ROUNDS = 200;
    private static final int MINUTES = 5;

    private Training() {}

    /// Runs the command, which ends with the archive to run, and leaves the cache behind.
    static void run(List<String> command, Path cache) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(arguments(command, cache));
        // The program takes every variable of its prefix for an option.
        builder.environment().keySet().removeIf(name -> name.startsWith("SEKISHO_"));
        var process = builder.start();
        try {
            drain(process.getErrorStream());
            exercise(process);
            process.destroy();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || !Files.exists(cache)) {
                throw new IOException("the training run left no AOT cache");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> arguments(List<String> command, Path cache) {
        var arguments = new ArrayList<>(command);
        arguments.add(1, "-XX:AOTCacheOutput=" + cache);
        arguments.add(2, "-Xlog:disable");
        arguments.addAll(
                List.of(
                        "demo",
                        "--http-port=0",
                        "--https-port=0",
                        "--management-port=0",
                        "--bind-address=127.0.0.1",
                        "--management-bind-address=127.0.0.1"));
        return arguments;
    }

    private static void drain(InputStream errors) {
        Thread.ofVirtual()
                .start(() -> {
                    try (errors) {
                        errors.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException ended) {
                        return;
                    }
                });
    }

    private static void exercise(Process process) throws IOException {
        var output = process.inputReader(StandardCharsets.UTF_8);
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            var ports = LISTENING.matcher(line);
            if (ports.matches()) {
                drain(process.getInputStream());
                exercise(ports);
                return;
            }
        }
        throw new IOException("the training run ended before it served");
    }

    private static void exercise(Matcher ports) throws IOException {
        var http = Integer.parseInt(ports.group(1));
        var https = Integer.parseInt(ports.group(2));
        var management = Integer.parseInt(ports.group(3));
        var tls = trusting();
        for (var round = 0; round < ROUNDS; round++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), http)) {
                ask(socket, "/api/products");
            }
        }
        for (var path : List.of("/readyz", "/metrics", "/debug/snapshot")) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), management)) {
                ask(socket, path);
            }
        }
        var plain = new Socket(InetAddress.getLoopbackAddress(), https);
        try (var socket =
                tls.getSocketFactory().createSocket(plain, "shop.localhost", https, true)) {
            ask(socket, "/");
        }
    }

    private static void ask(Socket socket, String path) throws IOException {
        var request =
                "GET " + path + " HTTP/1.1\r\nHost: shop.localhost\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var answer = socket.getInputStream().readAllBytes();
        if (!new String(answer, StandardCharsets.UTF_8).startsWith("HTTP/1.1 200")) {
            throw new IOException("the training run did not answer " + path);
        }
    }

    /// The example's certificate is nobody's, and what it guards is nothing.
    private static SSLContext trusting() throws IOException {
        var all =
                new X509TrustManager() {
                    @Override
                    public void checkClientTrusted(X509Certificate[] chain, String type) {}

                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String type) {}

                    @Override
                    public X509Certificate[] getAcceptedIssuers() {
                        return new X509Certificate[0];
                    }
                };
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {all}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS for the training run", e);
        }
    }
}
