package dev.sekisho;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/// The event loops that traffic runs on.
///
/// A JVM has them from Vert.x, by epoll where its library loads. An executable makes its own: there
/// Quarkus closes Vert.x' way to epoll, and leaves it the JDK's selector.
final class EventLoops implements AutoCloseable {

    private static final boolean EXECUTABLE =
            System.getProperty("org.graalvm.nativeimage.imagecode") != null;

    private final EventLoopGroup group;
    private final boolean own;

    private EventLoops(EventLoopGroup group, boolean own) {
        this.group = group;
        this.own = own;
    }

    /// As many as Vert.x has, which are `count`.
    static EventLoops make(Vertx vertx, int count) {
        if (EXECUTABLE && Epoll.isAvailable()) {
            return new EventLoops(epoll(count), true);
        }
        return new EventLoops(shared(vertx), false);
    }

    private static EventLoopGroup epoll(int count) {
        return new EpollEventLoopGroup(count, new DefaultThreadFactory("sekisho-loop", true));
    }

    /// Vert.x 4 has no other way to its loops; Vert.x 5 moves this one to `VertxInternal`.
    @SuppressWarnings("deprecation")
    private static EventLoopGroup shared(Vertx vertx) {
        return vertx.nettyEventLoopGroup();
    }

    /// By what they wait for events, for the log.
    String title() {
        if (group instanceof EpollEventLoopGroup) {
            return "epoll";
        }
        var obstacle = Epoll.unavailabilityCause();
        return obstacle == null
                ? "the JDK's selector"
                : "the JDK's selector, as epoll's library cannot be loaded: "
                        + obstacle.getMessage();
    }

    EventLoopGroup group() {
        return group;
    }

    /// Ends loops of our own at once: nothing is served any more. Those of Vert.x end with it.
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Their threads are daemons: nobody has to wait.
    public void close() {
        if (own) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }
}
