package dev.sekisho;

import dev.sekisho.cli.Invocation;
import dev.sekisho.demo.DemoPod;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.CompletionException;

/// One demo pod as a process. It does not need Quarkus, so it starts quickly and stays small.
final class DemoPodProcess {

    private DemoPodProcess() {}

    static int run(Invocation.DemoPod settings) {
        var vertx = Vertx.vertx(options());
        try {
            var pod = new DemoPod(vertx, settings.service(), PodName.of(settings.pod()));
            var server =
                    pod.listen(settings.bindAddress(), settings.port())
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join();
            var http = Listening.text(settings.bindAddress(), server.actualPort());
            System.out.println("listening http=" + http);
            StopSignal.install().received().join();
            return 0;
        } catch (CompletionException failed) {
            System.err.println("sekisho: --http-port: " + cause(failed));
            return 1;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static String cause(CompletionException failed) {
        return String.valueOf(failed.getCause());
    }

    /// No cache of files: the root file system of a pod may be read-only.
    private static VertxOptions options() {
        var files =
                new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false);
        return new VertxOptions().setEventLoopPoolSize(1).setFileSystemOptions(files);
    }
}
